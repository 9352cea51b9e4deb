import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FormToken } from './FormToken.tsx'
import { Help } from './Help.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout, viewerAssets } from './SigningLayout.tsx'
import { NotMyNumber } from './TelRequestPage.tsx'
import { timeOnly } from './tokyo-time.ts'
import { type Words, wordsIn } from './words.ts'

export type CodeError =
  | 'code_missing'
  | 'code_malformed'
  | 'code_wrong'
  | 'code_expired'
  | 'code_used_up'
  | 'code_not_sent'
  | 'resend_too_early'
  | 'sms_failed'

/** `undelivered`: it was sent and did not reach the phone; `failed`: it could not be sent. */
export type SmsDelivery = 'queued' | 'submitted' | 'delivered' | 'undelivered' | 'failed'

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
  /** Only what happened is said: whether this screen or another one of the URL asked for the SMS, or none yet. */
  sms: 'sent' | 'sent_earlier' | 'not_sent'
  /** When the newest code was sent; null when none was. */
  sentAt: Date | string | null
  /** There is no code to enter any more: the field is off and the page leads to 再送. */
  spent: 'used_up' | 'expired' | null
  delivery: SmsDelivery
  /** Another SMS would take another way than one that did not arrive. */
  otherRoute: boolean
  /** The newest code is read aloud in a call. */
  byVoice: boolean
  /** A call may be asked for, where an SMS did not arrive. */
  canCall: boolean
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
  const fieldError = fieldErrorOf(props)
  const nothingToEnter = props.sms === 'not_sent' || props.spent !== null
  const missed = !nothingToEnter && notArrived(props.delivery)
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step={signing ? 'identity' : null}
      inError={error !== null || fieldError !== null}
      islands={['code.js']}
      prefetch={signing ? viewerAssets : []}
    >
      <h1>
        <Phrases of={props.byVoice && props.sms !== 'not_sent' ? words.call.heading : words.heading} />
      </h1>
      <p class="lead">{(props.byVoice ? words.call.lead : words.lead)[props.sms](props.lastDigits)}</p>
      {props.smsSender === null || props.byVoice ? null : <p class="note">{words.from(props.smsSender)}</p>}
      {props.spent !== null && props.sms !== 'not_sent' ? null : <Sms {...props} words={words} />}
      {missed ? <Resend {...props} words={words} first /> : null}
      <form method="post" action={`${base}/code`} class="stack" id="code-form" novalidate>
        <FormToken value={formToken} />
        <Field
          id="code"
          name="code"
          label={words.label}
          hint={nothingToEnter ? null : words.life(props.lifeMinutes)}
          error={fieldError === null ? null : errorPhrases(words, fieldError, props.triesLeft)}
          value=""
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={400}
          class="digits"
          autofocus={!aboutResend && !missed}
          off={nothingToEnter}
          required
        />
        {nothingToEnter ? null : (
          <>
            {signing ? <Terms chrome={chrome} words={words} /> : null}
            <Button kind={missed ? 'quiet' : 'primary'} id="enter">
              {signing ? words.button : words.buttonCopy}
            </Button>
          </>
        )}
      </form>
      {missed ? null : <Resend {...props} words={words} first={nothingToEnter} />}
      <Help title={words.helpTitle} lines={words.help} />
      {signing ? <NotMyNumber lang={chrome.lang} base={base} /> : null}
    </SigningLayout>
  )
}

type PartProps = CodePageProps & { words: Words['code'] }

/** What became of the SMS, or that none went out. */
function Sms(props: PartProps): JSX.Element {
  const { sms, sentAt, base, delivery, words, chrome, byVoice } = props
  const { lookAgain } = byVoice ? words.call : words
  if (sms === 'not_sent') return <p class="delivery failed">{words.notSent}</p>
  return (
    <>
      {sms === 'sent_earlier' && sentAt !== null ? (
        <p class="delivery earlier">{words.sentEarlier(timeOnly(sentAt, chrome.lang))}</p>
      ) : null}
      {sms === 'sent_earlier' && !notArrived(delivery) ? null : (
        <>
          <Delivery
            base={base}
            delivery={delivery}
            words={byVoice ? words.call.delivery : words.delivery}
            {...{ lookAgain }}
          />
          <NotArrived {...props} />
        </>
      )}
    </>
  )
}

function notArrived(delivery: SmsDelivery): boolean {
  return delivery === 'undelivered' || delivery === 'failed'
}

/** What helps. The island shows it when the news comes while the page is open. */
function NotArrived({ delivery, otherRoute, lastDigits, purpose, words, byVoice }: PartProps): JSX.Element {
  return (
    <ul id="not-arrived" class="not-arrived" hidden={!notArrived(delivery)}>
      {(byVoice ? words.call.notArrived : words.notArrived(lastDigits, otherRoute, purpose === 'sign')).map(
        (line) => (
          <li key={line}>{line}</li>
        ),
      )}
    </ul>
  )
}

/** 再送, or the first sending from this screen. It is the one thing to do where there is no code to enter. */
function Resend(props: PartProps & { first: boolean }): JSX.Element {
  const { base, formToken, error, resendInSeconds, words, first } = props
  const aboutResend = error === 'resend_too_early' || error === 'sms_failed'
  const sending = props.sms === 'not_sent'
  const waiting = sending ? words.sendIn : words.resendIn
  const ready = sending ? words.sendReady : first ? words.again : words.resendReady
  return (
    <form method="post" action={`${base}/code/resend`} class="resend" id="resend-form">
      <FormToken value={formToken} />
      <p
        id="resend-state"
        class={aboutResend ? 'in-error' : ''}
        {...(aboutResend ? { role: 'alert' } : {})}
        data-seconds={resendInSeconds}
        data-waiting={waiting('{seconds}')}
        data-ready={ready}
        data-again={words.again}
      >
        {aboutResend && error !== null ? `${words.errors[error]} ` : null}
        <span id="resend-text">{resendInSeconds > 0 ? waiting(resendInSeconds) : ready}</span>
      </p>
      <Button kind={first ? 'primary' : 'quiet'} id="resend" autofocus={first}>
        {sending ? words.send : words.resend}
      </Button>
      {props.canCall && !sending ? (
        <div id="call" class="call" hidden={resendInSeconds > 0 && !notArrived(props.delivery)}>
          <Button kind="quiet" formAction={`${base}/code/call`}>
            {words.call.button}
          </Button>
          <p class="note">{words.call.hint}</p>
        </div>
      ) : null}
    </form>
  )
}

/** What is said beside the field. A code that is spent is told whatever was pressed. */
function fieldErrorOf({ error, sms, spent }: CodePageProps): CodeError | null {
  if (sms === 'not_sent') return error === 'code_expired' ? 'code_not_sent' : null
  if (spent !== null) return spent === 'used_up' ? 'code_used_up' : 'code_expired'
  return error === 'resend_too_early' || error === 'sms_failed' ? null : error
}

function errorPhrases(words: Words['code'], error: CodeError, triesLeft: number | null): JSX.Element {
  const tries = triesLeft === null || error !== 'code_wrong' ? [] : [words.triesLeft(triesLeft)]
  return <Phrases of={[`${words.errors[error]} `, ...tries]} />
}

type DeliveryProps = {
  base: string
  delivery: SmsDelivery
  words: Words['code']['delivery']
  lookAgain: string
}

function Delivery({ base, delivery, words, lookAgain }: DeliveryProps): JSX.Element {
  return (
    <>
      <p
        class={`delivery ${delivery}`}
        id="delivery"
        role="status"
        data-base={base}
        data-state={delivery}
        data-queued={words.queued}
        data-submitted={words.submitted}
        data-delivered={words.delivered}
        data-undelivered={words.undelivered}
        data-failed={words.failed}
      >
        {words[delivery]}
      </p>
      {delivery === 'queued' || delivery === 'submitted' ? (
        <noscript>
          <p class="note">
            <a href={`${base}/code`}>{lookAgain}</a>
          </p>
        </noscript>
      ) : null}
    </>
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
