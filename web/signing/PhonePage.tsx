import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FormToken } from './FormToken.tsx'
import { Help } from './Help.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout, senderName, viewerAssets } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type PhoneError = 'phone_missing' | 'phone_malformed' | 'phone_mismatch' | 'sms_failed'

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
}

/** Screen 1: the phone number, compared with the one the sender registered. Posts `tel` to `<base>/phone`. */
export function PhonePage({ chrome, base, formToken, purpose, tel, error }: PhonePageProps): JSX.Element {
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
      <form method="post" action={`${base}/phone`} class="stack" novalidate>
        <FormToken value={formToken} />
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
    </SigningLayout>
  )
}
