import type { ComponentChildren, JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import { identificationOf, type Participant } from '#domain/participant.ts'
import { maskNumber } from '#domain/phone-number.ts'
import { codeRules } from '#domain/sms-code.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { stamp } from './console-time.ts'
import type { DocumentPageProps } from './DocumentPage.tsx'
import { importedWords } from './imported-words.ts'
import { SmsList } from './SmsList.tsx'
import { participantStatusOf } from './status-of.ts'
import { personName, templateWords } from './template-words.ts'
import { type Words, wordsIn } from './words.ts'

/** Everyone of the document in the order in which they act. */
export function DocumentPeople(props: DocumentPageProps): JSX.Element {
  const words = wordsIn(props.chrome.lang).document.participants
  return (
    <section class="card" aria-labelledby="people-heading">
      <h2 id="people-heading">{words.title}</h2>
      <ol class="people">
        {props.document.participants.map((each) => (
          <Person key={each.id} {...props} person={each} />
        ))}
      </ol>
    </section>
  )
}

function Person(props: DocumentPageProps & { person: Participant }): JSX.Element {
  const { chrome, document, person } = props
  const words = wordsIn(chrome.lang)
  const room = words.document.participants
  const { word, tone } = participantStatusOf(person, words)
  const imported = document.status === 'imported' ? importedWords(chrome.lang) : null
  const messages = props.messages.filter((each) => each.participantId === person.id)
  return (
    <li id={`person-${person.id}`} class={person.lockedAt === null ? '' : 'locked'}>
      <div class="person-head">
        <span class="person-order">
          {person.order === 0 ? (imported?.importer ?? room.sender) : room.order(person.order)}
        </span>
        <StatusDot tone={tone}>{imported?.imported ?? word}</StatusDot>
      </div>
      <p class="person-name">
        <strong>{personName(person, chrome.lang)}</strong>
        {person.organization === '' ? null : <span>{person.organization}</span>}
      </p>
      <dl class="facts">
        {facts(props, words).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {messages.length === 0 ? null : (
          <div class="whole">
            <dt>{room.sms}</dt>
            <dd>
              <SmsList messages={messages} lang={chrome.lang} />
            </dd>
          </div>
        )}
      </dl>
      {document.status === 'awaiting' && person.order > 0 ? <PersonActs {...props} /> : null}
    </li>
  )
}

function facts(
  { chrome, document, person, wrongGuesses }: DocumentPageProps & { person: Participant },
  words: Words,
): [string, ComponentChildren][] {
  const room = words.document.participants
  const at = (name: string, instant: Date | null): [string, ComponentChildren][] =>
    instant === null
      ? []
      : [
          [
            name,
            <time key={name} dateTime={instant.toISOString()}>
              {stamp(instant, chrome.lang)}
            </time>,
          ],
        ]
  const text = (name: string, value: string): [string, ComponentChildren][] =>
    value === '' ? [] : [[name, value]]
  if (person.order === 0) {
    const sentAt = document.status === 'imported' ? importedWords(chrome.lang).importedAt : room.sentAt
    const acted = person.status === 'declined' ? room.cancelledAt : sentAt
    return [...text(room.email, person.email), ...at(acted, person.processedAt ?? document.sentAt)]
  }
  const how = identificationOf(person)
  const wrong = wrongGuesses.get(person.id) ?? 0
  return [
    [room.identification, person.slot === null ? room.by[how] : templateWords(chrome.lang).draft.placeHow],
    ...text(room.tel, person.tel === '' ? '' : maskNumber(person.tel)),
    ...text(room.email, person.email),
    ...text(room.recipientId, person.recipientId),
    ...at(room.turnUntil, person.accessExpiresAt),
    ...at(room.authenticatedAt, person.authenticatedAt),
    ...at(room.viewedAt, person.viewedAt),
    ...at(person.status === 'declined' ? room.declinedAt : room.processedAt, person.processedAt),
    ...text(room.wrong, wrong === 0 ? '' : room.wrongCount(wrong, codeRules.triesPerParticipant)),
  ]
}

function PersonActs(props: DocumentPageProps & { person: Participant }): JSX.Element {
  const { chrome, document, person, telError } = props
  const room = wordsIn(chrome.lang).document.participants
  const base = `/console/documents/${document.id}/participants/${person.id}`
  const wrongTel = telError?.participantId === person.id ? telError : null
  const hintId = `unlock-hint-${person.id}`
  return (
    <>
      {person.lockedAt === null ? null : (
        <form method="post" action={`${base}/unlock`} class="person-act">
          <FormToken value={chrome.formToken} />
          <p class="note" id={hintId}>
            {room.unlockHint}
          </p>
          <Button kind="quiet">{room.unlock}</Button>
        </form>
      )}
      {canCorrectTel(document, person) ? (
        <details class="person-act" {...(wrongTel === null ? {} : { open: true })}>
          <summary>{room.correctTel}</summary>
          <form method="post" action={`${base}/tel`}>
            <FormToken value={chrome.formToken} />
            <Field
              id={`tel-${person.id}`}
              name="tel"
              type="tel"
              label={room.newTel}
              hint={room.correctHint}
              error={wrongTel?.sentence ?? null}
              value={wrongTel?.typed ?? ''}
              autocomplete="off"
              required
            />
            <Button kind="quiet">{room.correctButton}</Button>
          </form>
        </details>
      ) : null}
    </>
  )
}

function canCorrectTel(document: Document, person: Participant): boolean {
  return (
    document.status === 'awaiting' &&
    identificationOf(person) === 'sms' &&
    person.authenticatedAt === null &&
    ['waiting', 'confirming', 'delivering'].includes(person.status)
  )
}
