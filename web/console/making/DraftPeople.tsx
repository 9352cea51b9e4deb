import type { JSX } from 'preact'
import { recipientsOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { identificationOf, type Participant } from '#domain/participant.ts'
import { blocksOf, isInGroup, isWithPrevious } from '#domain/recipient-group.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { contactWords } from '../contacts/contact-words.ts'
import { inOneLine } from '../words/marks.ts'
import { personName } from '../words/template-words.ts'
import { wordsIn } from '../words/words.ts'
import type { DraftPageProps } from './draft-page-props.ts'
import { PersonFields } from './PersonFields.tsx'
import { peopleWords } from './people-words.ts'
import { emptyPerson } from './person-entry.ts'

/** The recipients of a draft in their order, and the form for another one. */
export function DraftPeople(props: DraftPageProps): JSX.Element {
  const { chrome, document, person, done, press } = props
  const words = peopleWords(chrome.lang)
  const recipients = recipientsOf(document)
  const base = `/console/documents/${document.id}/people`
  return (
    <section class="card" id="people" aria-labelledby="people-heading">
      <h2 id="people-heading">{words.title}</h2>
      <div data-live="people">
        <p class="note">{recipients.length === 0 ? words.none : words.lead}</p>
        <ol class="lineup" data-order={`${base}/order`} data-token={chrome.formToken}>
          {recipients.map((each) => (
            <Line key={each.id} {...props} recipient={each} />
          ))}
        </ol>
      </div>
      <form
        method="post"
        action={base}
        class="add-person"
        novalidate
        data-once
        {...(props.addressBook ? { 'data-people': contactWords[chrome.lang].title } : {})}
      >
        <h3>{words.add}</h3>
        {props.addressBook ? (
          <p>
            <a href={`/console/documents/${document.id}/contacts`}>{contactWords[chrome.lang].choose.link}</a>
          </p>
        ) : null}
        <FormToken value={chrome.formToken} />
        <input type="hidden" name="press" value={press} />
        <PersonFields
          lang={chrome.lang}
          entry={person ?? { typed: emptyPerson, problems: {} }}
          siteId={null}
          autofocus={done === 'person' && person === null}
        />
        <Button kind="quiet">{words.form.addButton}</Button>
      </form>
    </section>
  )
}

type LineProps = DraftPageProps & { recipient: Participant }

function Line({ chrome, document, recipient, moved }: LineProps): JSX.Element {
  const words = peopleWords(chrome.lang)
  const { id, organization } = recipient
  const blocks = blocksOf(recipientsOf(document))
  const step = blocks.findIndex((block) => block.includes(recipient)) + 1
  const joined = isWithPrevious(document, recipient)
  const name = personName(recipient, chrome.lang)
  const base = `/console/documents/${document.id}/people/${id}`
  const move = (by: 'up' | 'down', off: boolean) => (
    <form method="post" action={`/console/documents/${document.id}/people/order`}>
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="move" value={id} />
      <input type="hidden" name="by" value={by} />
      <button
        class="nudge"
        type="submit"
        aria-label={words[by](name)}
        {...(off ? { 'aria-disabled': 'true' } : {})}
        {...(moved === `${id}-${by}` ? { autofocus: true } : {})}
      >
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path
            d={by === 'up' ? 'M5 12l5-5 5 5' : 'M5 8l5 5 5-5'}
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </svg>
      </button>
    </form>
  )
  return (
    <li id={`person-${id}`} data-person={id} class={joined ? 'with-previous' : ''}>
      <div class="nudges">
        {move('up', step === 1)}
        {move('down', step === blocks.length)}
      </div>
      <div class="lineup-words">
        <span class="person-order">
          {words.order(step)}
          {isInGroup(document, recipient) ? <span class="together">{words.together}</span> : null}
        </span>
        <p class="person-name">
          <strong>{name}</strong>
          {organization === '' ? null : <span>{organization}</span>}
        </p>
        <p class="note">{inOneLine(factsOf(recipient, chrome.lang), chrome.lang)}</p>
        {recipient.slot === null ? null : <StatusDot tone="warning">{words.place}</StatusDot>}
      </div>
      <div class="lineup-acts">
        <a class="button link" href={base} aria-label={words.editLabel(name)}>
          {words.edit}
        </a>
        {recipient.order === 1 ? null : (
          <form method="post" action={`${base}/join`} data-once>
            <FormToken value={chrome.formToken} />
            <input type="hidden" name="joins" value={joined ? '' : '1'} />
            <button
              class="button link"
              type="submit"
              aria-label={joined ? words.partLabel(name) : words.joinLabel(name)}
            >
              {joined ? words.part : words.join}
            </button>
          </form>
        )}
        <form method="post" action={`${base}/remove`} data-once>
          <FormToken value={chrome.formToken} />
          <button class="button link" type="submit" aria-label={words.removeLabel(name)}>
            {words.remove}
          </button>
        </form>
      </div>
    </li>
  )
}

/** How they are reached and identified. The sender typed the number just now, and must see whether it is right. */
export function factsOf(recipient: Participant, lang: Language): string[] {
  if (recipient.slot !== null) return []
  const words = peopleWords(lang)
  const { tel, email, accessCode, language } = recipient
  const how = identificationOf(recipient)
  return [
    wordsIn(lang).document.participants.by[how],
    ...(how === 'sms' ? [dashed(tel)] : []),
    ...(email === '' ? [] : [email]),
    ...(accessCode === '' ? [] : [words.accessCode]),
    ...(language === 'ja' ? [] : [words.language[language]]),
  ]
}

/** As people write a mobile number. */
function dashed(tel: string): string {
  return tel.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1-$2-$3')
}
