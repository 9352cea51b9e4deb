import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { FormToken } from './FormToken.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout, senderName, viewerAssets } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type OpenPageProps = { chrome: SigningChrome; base: string; formToken: string }

/** Simple authentication: the site vouches for its user, and one press opens the document (POST `<base>/open`). */
export function OpenPage({ chrome, base, formToken }: OpenPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).open
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step="identity"
      islands={['phone.js']}
      prefetch={viewerAssets}
    >
      <h1>
        <Phrases of={words.heading(senderName(chrome))} />
      </h1>
      <p class="lead">{words.lead}</p>
      <form method="post" action={`${base}/open`} class="stack">
        <FormToken value={formToken} />
        {chrome.links.terms === null ? null : <p class="note">{words.terms}</p>}
        <Button>{words.button}</Button>
      </form>
    </SigningLayout>
  )
}
