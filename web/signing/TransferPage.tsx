import type { JSX } from 'preact'
import type { RecipientLanguage } from '#domain/participant.ts'
import { participantLimits } from '#domain/participant.ts'
import type { Refusal } from '#domain/refusal.ts'
import { transferLimits } from '#domain/transfer.ts'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { FormToken } from './FormToken.tsx'
import { Phrases } from './Phrases.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { transferWords } from './transfer-words.ts'
import { wordsIn } from './words.ts'

/** As typed. */
export type TransferEntry = {
  email: string
  name: string
  organization: string
  language: RecipientLanguage
  message: string
}

export type TransferPageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  entry: TransferEntry
  objections: Refusal[]
}

/** To whom a recipient passes the document on. Posts the entry to `<base>/transfer`, which asks once more. */
export function TransferPage({ chrome, base, formToken, entry, objections }: TransferPageProps): JSX.Element {
  const words = transferWords[chrome.lang]
  const first = objections[0]?.field
  const field = (name: 'email' | 'name' | 'organization', label: string) => (
    <Field
      id={name}
      name={name}
      label={label}
      hint={null}
      error={problemOf(chrome.lang, objections, name)}
      value={entry[name]}
      type={name === 'email' ? 'email' : 'text'}
      autocomplete="off"
      maxlength={participantLimits[name]}
      required={name !== 'organization'}
      autofocus={name === first}
    />
  )
  const messageProblem = problemOf(chrome.lang, objections, 'message')
  const described = messageProblem === null ? 'message-hint' : 'message-hint message-error'
  return (
    <SigningLayout chrome={chrome} title={words.title} step="review" inError={objections.length > 0}>
      <h1>
        <Phrases of={words.heading} />
      </h1>
      <p class="lead">{words.lead}</p>
      <form method="post" action={`${base}/transfer`} class="stack" novalidate>
        <FormToken value={formToken} />
        {field('email', words.email)}
        {field('name', words.name)}
        {field('organization', words.organization)}
        <div class="field">
          <label for="language">{words.language}</label>
          <select id="language" name="language">
            {Object.entries(words.languages).map(([value, label]) => (
              <option key={value} value={value} selected={value === entry.language}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div class={`field${messageProblem === null ? '' : ' in-error'}`}>
          <label for="message">{words.message}</label>
          <p class="hint" id="message-hint">
            {words.messageHint(transferLimits.message)}
          </p>
          <textarea
            id="message"
            name="message"
            rows={4}
            maxlength={transferLimits.message}
            aria-describedby={described}
            {...(messageProblem === null ? {} : { 'aria-invalid': 'true' as const })}
            {...(first === 'message' ? { autofocus: true } : {})}
          >
            {entry.message}
          </textarea>
          {messageProblem === null ? null : <FieldError id="message-error">{messageProblem}</FieldError>}
        </div>
        <Button>{words.next}</Button>
        <LinkButton kind="quiet" href={`${base}/review`}>
          {words.back}
        </LinkButton>
      </form>
    </SigningLayout>
  )
}

export type TransferConfirmPageProps = Omit<TransferPageProps, 'objections'> & {
  /** Something was filled in or sent in, which goes. */
  hasEntries: boolean
  /** An access code stands before the document. */
  hasCode: boolean
}

/** Asks once more: to whom, and what it means. Posts the same to `<base>/transfer/send`, or back to `<base>/transfer`. */
export function TransferConfirmPage(props: TransferConfirmPageProps): JSX.Element {
  const { chrome, base, formToken, entry, hasEntries, hasCode } = props
  const words = transferWords[chrome.lang]
  const { email, name, organization, language, message } = entry
  const said = [
    ...words.consequences,
    ...(hasEntries ? [words.entries] : []),
    ...(hasCode ? [words.code] : []),
  ]
  return (
    <SigningLayout chrome={chrome} title={words.confirmTitle} step="review">
      <h1>
        <Phrases of={words.confirmHeading} />
      </h1>
      <dl class="facts">
        <div>
          <dt>{words.to}</dt>
          <dd>{[organization, name].filter((part) => part !== '').join(' ')}</dd>
          <dd>{email}</dd>
        </div>
        <div>
          <dt>{words.language}</dt>
          <dd>{words.languages[language]}</dd>
        </div>
        {message === '' ? null : (
          <div>
            <dt>{words.quote}</dt>
            <dd class="as-typed">{message}</dd>
          </div>
        )}
      </dl>
      <ul class="consequences">
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <form method="post" action={`${base}/transfer/send`} class="choices">
        <FormToken value={formToken} />
        {Object.entries(entry).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <Button>{words.send}</Button>
        <Button kind="quiet" name="edit" value="1" formAction={`${base}/transfer`}>
          {words.edit}
        </Button>
      </form>
    </SigningLayout>
  )
}

/** After it: there is nothing more to do here. */
export function TransferredPage({ chrome }: { chrome: SigningChrome }): JSX.Element {
  const words = transferWords[chrome.lang]
  return (
    <SigningLayout chrome={chrome} title={words.doneTitle} step={null}>
      <h1>{words.doneHeading}</h1>
      <p class="lead">{words.doneLead}</p>
      <p class="note">{words.doneNote}</p>
    </SigningLayout>
  )
}

/** What is wrong with a field, in words; null when nothing is. */
function problemOf(lang: SigningChrome['lang'], objections: Refusal[], field: string): string | null {
  const found = objections.find((each) => each.field === field)
  if (found === undefined) return null
  const { problems } = transferWords[lang]
  const { code, detail } = found
  switch (code) {
    case 'field_missing':
      return field === 'email' ? problems.emailMissing : problems.nameMissing
    case 'field_too_long':
      return problems.tooLong(Number(detail?.limit))
    case 'text_invisible_character':
      return wordsIn(lang).review.invisible(String(detail?.character))
    case 'text_unprintable':
      return wordsIn(lang).review.unprintable(String(detail?.character))
    case 'transfer_address_taken':
      return detail?.whose === 'own' ? problems.own : problems.other
    default:
      return problems.email
  }
}
