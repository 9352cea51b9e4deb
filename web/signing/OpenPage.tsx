import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { CookieHelp, type CookieProbe } from './CookieHelp.tsx'
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
  /** A URL that opens once must not be spent where the session's cookie gets lost. */
  probe: CookieProbe | null
}

/** Simple authentication: the site vouches for its user, and one press opens the document (POST `<base>/open`). */
export function OpenPage(props: OpenPageProps): JSX.Element {
  const { chrome, base, formToken, accessCode, wrong, probe } = props
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
      {probe === null ? null : <CookieHelp chrome={chrome} probe={probe} />}
      <form method="post" action={`${base}/open`} class="stack" id="first-form" novalidate>
        <FormToken value={formToken} />
        {probe === null ? null : <input type="hidden" name="probe" value="set" />}
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
