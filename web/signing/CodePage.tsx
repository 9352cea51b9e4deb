import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FormToken } from './FormToken.tsx'
import { Help } from './Help.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout, viewerAssets } from './SigningLayout.tsx'
import { type Words, wordsIn } from './words.ts'

export type CodeError =
  | 'code_missing'
  | 'code_malformed'
  | 'code_wrong'
  | 'code_expired'
  | 'resend_too_early'
  | 'sms_failed'

export type SmsDelivery = 'queued' | 'submitted' | 'delivered' | 'failed'

export type CodePageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  purpose: 'sign' | 'copy'
  /** Last two digits of the registered number. */
  lastDigits: string
  /** The number from which SMS arrive; null when the team named none. */
  smsSender: string | null
  lifeMinutes: number
  delivery: SmsDelivery
  /** Seconds from now until a new code may be asked for; 0 when it may. */
  resendInSeconds: number
  error: CodeError | null
  /** Tries left of this code; null before the first wrong one. */
  triesLeft: number | null
}

/** Screen 2: the code from the SMS. Posts `code` to `<base>/code`; a new one is asked for at `<base>/code/resend`. */
export function CodePage(props: CodePageProps): JSX.Element {
  const { chrome, base, formToken, error } = props
  const words = wordsIn(chrome.lang).code
  const signing = props.purpose === 'sign'
  const aboutResend = error === 'resend_too_early' || error === 'sms_failed'
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step={signing ? 'identity' : null}
      inError={error !== null}
      islands={['code.js']}
      prefetch={signing ? viewerAssets : []}
    >
      <h1>
        <Phrases of={words.heading} />
      </h1>
      <p class="lead">{words.sentTo(props.lastDigits)}</p>
      {props.smsSender === null ? null : <p class="note">{words.from(props.smsSender)}</p>}
      <Delivery base={base} delivery={props.delivery} words={words} />
      <form method="post" action={`${base}/code`} class="stack" id="code-form" novalidate>
        <FormToken value={formToken} />
        <Field
          id="code"
          name="code"
          label={words.label}
          hint={words.life(props.lifeMinutes)}
          error={error === null || aboutResend ? null : errorPhrases(words, error, props.triesLeft)}
          value=""
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={40}
          class="digits"
          autofocus={!aboutResend}
          required
        />
        {signing ? <Terms chrome={chrome} words={words} /> : null}
        <Button>{signing ? words.button : words.buttonCopy}</Button>
      </form>
      <form method="post" action={`${base}/code/resend`} class="resend">
        <FormToken value={formToken} />
        <p
          id="resend-state"
          class={aboutResend ? 'in-error' : ''}
          {...(aboutResend ? { role: 'alert' } : {})}
          data-seconds={props.resendInSeconds}
          data-waiting={words.resendIn('{seconds}')}
          data-ready={words.resendReady}
        >
          {aboutResend && error !== null ? `${words.errors[error]} ` : null}
          <span id="resend-text">
            {props.resendInSeconds > 0 ? words.resendIn(props.resendInSeconds) : words.resendReady}
          </span>
        </p>
        <Button kind="quiet" id="resend">
          {words.resend}
        </Button>
      </form>
      <Help title={words.helpTitle} lines={words.help} />
    </SigningLayout>
  )
}

function errorPhrases(words: Words['code'], error: CodeError, triesLeft: number | null): JSX.Element {
  const tries = triesLeft === null || error !== 'code_wrong' ? [] : [words.triesLeft(triesLeft)]
  return <Phrases of={[`${words.errors[error]} `, ...tries]} />
}

type DeliveryProps = { base: string; delivery: SmsDelivery; words: Words['code'] }

function Delivery({ base, delivery, words }: DeliveryProps): JSX.Element {
  return (
    <p
      class={`delivery ${delivery}`}
      id="delivery"
      role="status"
      data-base={base}
      data-state={delivery}
      data-queued={words.delivery.queued}
      data-submitted={words.delivery.submitted}
      data-delivered={words.delivery.delivered}
      data-failed={words.delivery.failed}
    >
      {words.delivery[delivery]}
    </p>
  )
}

function Terms({ chrome, words }: { chrome: SigningChrome; words: Words['code'] }): JSX.Element | null {
  if (chrome.links.terms === null) return null
  return (
    <p class="note">
      {words.termsBefore}
      <a href={chrome.links.terms} target="_blank" rel="noopener">
        {wordsIn(chrome.lang).layout.terms}
      </a>
      {words.termsAfter}
    </p>
  )
}
