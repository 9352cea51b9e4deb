import type { JSX } from 'preact'
import type { NumberProblem } from '#domain/phone-number.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { CookieHelp, type CookieProbe } from './CookieHelp.tsx'
import { FormToken } from './FormToken.tsx'
import { Help } from './Help.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout, senderName, viewerAssets } from './SigningLayout.tsx'
import { NotMyNumber } from './TelRequestPage.tsx'
import { wordsIn } from './words.ts'

export type PhoneError = 'phone_missing' | NumberProblem | 'phone_mismatch' | 'sms_failed'

export type PhonePageProps = {
  chrome: SigningChrome
  /** `/s/<token>`. */
  base: string
  formToken: string
  /** `copy`: after conclusion, to get the sealed document again. */
  purpose: 'sign' | 'copy'
  /** The entry so far, kept after an error. */
  tel: string
  error: PhoneError | null
  /** What the island looks for before anybody types; null where there is nothing to look for. */
  probe: CookieProbe | null
}

/** Screen 1: the phone number, compared with the one the sender registered. Posts `tel` to `<base>/phone`. */
export function PhonePage(props: PhonePageProps): JSX.Element {
  const { chrome, base, formToken, purpose, tel, error, probe } = props
  const words = wordsIn(chrome.lang).phone
  const signing = purpose === 'sign'
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step={signing ? 'identity' : null}
      inError={error !== null}
      islands={['phone.js']}
      prefetch={signing ? viewerAssets : []}
    >
      <h1>{signing ? <Phrases of={words.heading(senderName(chrome))} /> : words.headingCopy}</h1>
      <p class="lead">{signing ? words.lead : words.leadCopy}</p>
      {probe === null ? null : <CookieHelp chrome={chrome} probe={probe} />}
      <form method="post" action={`${base}/phone`} class="stack" id="first-form" novalidate>
        <FormToken value={formToken} />
        {probe === null ? null : <input type="hidden" name="probe" value="set" />}
        <Field
          id="tel"
          name="tel"
          label={words.label}
          hint={words.hint}
          error={error === null ? null : words.errors[error]}
          value={tel}
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          maxlength={40}
          class="large"
          required
        />
        <Button>{words.button}</Button>
      </form>
      <p class="note">{words.smsOnly}</p>
      <Help title={words.helpTitle} lines={words.help} />
      {signing ? <NotMyNumber lang={chrome.lang} base={base} /> : null}
    </SigningLayout>
  )
}
