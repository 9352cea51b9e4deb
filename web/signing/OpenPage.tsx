import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FormToken } from './FormToken.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout, senderName, viewerAssets } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type OpenPageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  /** Asks for the access code that the sender agreed with this recipient. */
  accessCode: boolean
  wrong: boolean
}

/** Simple authentication: the site vouches for its user, and one press opens the document (POST `<base>/open`). */
export function OpenPage({ chrome, base, formToken, accessCode, wrong }: OpenPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).open
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step="identity"
      inError={wrong}
      islands={['phone.js']}
      prefetch={viewerAssets}
    >
      <h1>
        <Phrases of={words.heading(senderName(chrome))} />
      </h1>
      <p class="lead">{words.lead}</p>
      <form method="post" action={`${base}/open`} class="stack" novalidate>
        <FormToken value={formToken} />
        {accessCode ? (
          <Field
            id="access_code"
            name="access_code"
            label={words.accessCode}
            hint={words.accessCodeHint}
            error={wrong ? words.accessCodeWrong : null}
            value=""
            autocomplete="off"
            maxlength={128}
            required
          />
        ) : null}
        {chrome.links.terms === null ? null : <p class="note">{words.terms}</p>}
        <Button>{words.button}</Button>
      </form>
    </SigningLayout>
  )
}
