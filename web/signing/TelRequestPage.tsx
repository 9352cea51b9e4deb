import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { NumberProblem } from '#domain/phone-number.ts'
import { telRequestLimits } from '#domain/tel-request.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { FormToken } from './FormToken.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { telRequestWords } from './tel-request-words.ts'
import { dateAndTime } from './tokyo-time.ts'
import { wordsIn } from './words.ts'

/** What is wrong with the entry; `same`: told only to somebody who has given the registered number already. */
export type TelRequestError =
  | { field: 'tel'; problem: NumberProblem | 'phone_missing' | 'same' }
  | { field: 'reason'; problem: 'too_long' | { invisible: string } }

export type TelRequestPageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  /** Where the newest request stands; null where none was made. */
  standing: { state: 'open' | 'refused'; askedAt: Date | string } | null
  /** The number was right before: the way back is the code. */
  matched: boolean
  entry: { tel: string; reason: string }
  error: TelRequestError | null
}

/** Asking the sender for another number. Posts `tel` and `reason` to `<base>/number`; nothing is sent anywhere. */
export function TelRequestPage(props: TelRequestPageProps): JSX.Element {
  const { chrome, base, standing, matched, error } = props
  const words = telRequestWords[chrome.lang]
  const heading = standing === null ? words.heading : words[`${standing.state}Heading`]
  return (
    <SigningLayout chrome={chrome} title={words.title} step="identity" inError={error !== null}>
      <h1>
        <Phrases of={heading} />
      </h1>
      {standing === null ? (
        <>
          <p class="lead">{words.lead}</p>
          <AskForm {...props} />
          <Next {...props} />
        </>
      ) : (
        <>
          <Notice kind="information" live>
            {standing.state === 'open'
              ? words.open(dateAndTime(standing.askedAt, chrome.lang))
              : words.refused}
          </Notice>
          {standing.state === 'open' ? <Next {...props} /> : null}
          <details class="help" {...(error === null ? {} : { open: true })}>
            <summary>{words.again}</summary>
            {standing.state === 'open' ? <p class="note">{words.againLead}</p> : null}
            <AskForm {...props} />
          </details>
        </>
      )}
      <p class="aside">
        <a href={matched ? `${base}/code` : base}>{matched ? words.backToCode : words.backToPhone}</a>
      </p>
    </SigningLayout>
  )
}

/** The quiet way here. It is the same whatever was typed, so it tells nobody whether a number was right. */
export function NotMyNumber({ lang, base }: { lang: Language; base: string }): JSX.Element {
  return (
    <p class="aside">
      <a href={`${base}/number`}>{telRequestWords[lang].link}</a>
    </p>
  )
}

function Next({ chrome }: TelRequestPageProps): JSX.Element {
  const words = telRequestWords[chrome.lang]
  return (
    <section class="next" aria-labelledby="next-heading">
      <h2 id="next-heading">{words.nextTitle}</h2>
      <ul class="not-arrived">
        {words.next.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

function AskForm({ chrome, base, formToken, standing, entry, error }: TelRequestPageProps): JSX.Element {
  const words = telRequestWords[chrome.lang]
  return (
    <form method="post" action={`${base}/number`} class="stack" novalidate>
      <FormToken value={formToken} />
      <Field
        id="tel"
        name="tel"
        label={words.label}
        hint={wordsIn(chrome.lang).phone.hint}
        error={error?.field === 'tel' ? telProblem(chrome.lang, error.problem) : null}
        value={entry.tel}
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        maxlength={40}
        class="large"
        required
      />
      <Field
        id="reason"
        name="reason"
        label={words.reason}
        hint={words.reasonHint}
        error={error?.field === 'reason' ? reasonProblem(chrome.lang, error.problem) : null}
        value={entry.reason}
        autocomplete="off"
        maxlength={telRequestLimits.reason}
      />
      <Button kind={standing === null ? 'primary' : 'quiet'}>{words.button}</Button>
    </form>
  )
}

type ProblemOf<Name extends TelRequestError['field']> = Extract<TelRequestError, { field: Name }>['problem']

function telProblem(lang: Language, problem: ProblemOf<'tel'>): string {
  const words = wordsIn(lang)
  return problem === 'same' ? telRequestWords[lang].errors.same : words.phone.errors[problem]
}

function reasonProblem(lang: Language, problem: ProblemOf<'reason'>): string {
  const words = wordsIn(lang)
  if (problem === 'too_long') return telRequestWords[lang].errors.tooLong(telRequestLimits.reason)
  return words.review.invisible(problem.invisible)
}
