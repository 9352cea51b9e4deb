import type { ComponentChildren, JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import { toBeHanded } from '#domain/handing-over.ts'
import type { Language } from '#domain/language.ts'
import { identificationOf, type Participant } from '#domain/participant.ts'
import { maskNumber } from '#domain/phone-number.ts'
import { isInGroup } from '#domain/recipient-group.ts'
import { inCharge } from '#domain/sending.ts'
import { codeRules } from '#domain/sms-code.ts'
import { didNotArrive } from '#domain/sms-message.ts'
import { isForFormerHolder } from '#domain/transfer.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { stamp } from '../frame/console-time.ts'
import { handingWords } from '../handing/handing-words.ts'
import { peopleWords } from '../making/people-words.ts'
import { personName, templateWords } from '../words/template-words.ts'
import { type Words, wordsIn } from '../words/words.ts'
import type { AuditedEvent } from './DocumentTimeline.tsx'
import type { DocumentPageProps } from './document-page-props.ts'
import { importedWords } from './imported-words.ts'
import { MailList, mailsTo } from './MailList.tsx'
import { mailFact, mailKinds, mailStates, transferFact } from './mail-words.ts'
import { SmsList } from './SmsList.tsx'
import { participantStatusOf } from './status-of.ts'

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
  const section = words.document.participants
  const { word, tone } = participantStatusOf(person, words)
  const imported = document.status === 'imported' ? importedWords(chrome.lang) : null
  const messages = props.messages.filter((each) => each.participantId === person.id)
  const all = mailsTo(props.mails, person.id)
  const mails = all.filter(({ occasion }) => !isForFormerHolder(person, occasion))
  const missed = missedSms(props, person)
  return (
    <li id={`person-${person.id}`} class={person.lockedAt === null ? '' : 'locked'}>
      <div class="person-head">
        <span class="person-order">
          {person.order === 0 ? (imported?.importer ?? section.sender) : section.order(person.order)}
          {isInGroup(document, person) ? (
            <span class="together">{peopleWords(chrome.lang).together}</span>
          ) : null}
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
            <dt>{section.sms}</dt>
            <dd>
              <SmsList messages={messages} lang={chrome.lang} />
            </dd>
          </div>
        )}
        {mails.length === 0 ? null : (
          <div class="whole">
            <dt>{mailStates[chrome.lang].title}</dt>
            <dd>
              <MailList mails={mails} lang={chrome.lang} />
            </dd>
          </div>
        )}
      </dl>
      {missed ? <p class="note sms-missed">{section.smsMissed}</p> : null}
      {props.right === 'own' && document.status === 'awaiting' && person.order > 0 ? (
        <PersonActs {...props} />
      ) : null}
    </li>
  )
}

function facts(
  { chrome, document, person, wrongGuesses, events }: DocumentPageProps & { person: Participant },
  words: Words,
): [string, ComponentChildren][] {
  const section = words.document.participants
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
  const mail = rejectedMailTo(person, events)
  const fact = mailFact[chrome.lang]
  const notDelivered = mail === null ? '' : fact.says(mailKinds[chrome.lang](mail.kind), mail.status)
  const problem: [string, ComponentChildren][] =
    notDelivered === ''
      ? []
      : [
          [
            fact.name,
            <StatusDot key={fact.name} tone="warning">
              {notDelivered}
            </StatusDot>,
          ],
        ]
  if (person.order === 0) {
    const sentAt = document.status === 'imported' ? importedWords(chrome.lang).importedAt : section.sentAt
    const acted = person.status === 'declined' ? section.cancelledAt : sentAt
    return [
      ...text(section.email, person.email),
      ...problem,
      ...at(acted, person.processedAt ?? document.sentAt),
    ]
  }
  const how = identificationOf(person)
  const wrong = wrongGuesses.get(person.id) ?? 0
  return [
    [
      section.identification,
      person.slot === null ? section.by[how] : templateWords(chrome.lang).draft.placeHow,
    ],
    ...text(section.tel, person.tel === '' ? '' : maskNumber(person.tel)),
    ...text(section.email, person.email),
    ...problem,
    ...passedOnFrom(person, chrome.lang),
    ...text(section.recipientId, person.recipientId),
    ...at(section.turnUntil, person.accessExpiresAt),
    ...at(section.authenticatedAt, person.authenticatedAt),
    ...at(section.viewedAt, person.viewedAt),
    ...at(person.status === 'declined' ? section.declinedAt : section.processedAt, person.processedAt),
    ...text(section.wrong, wrong === 0 ? '' : section.wrongCount(wrong, codeRules.triesPerParticipant)),
  ]
}

/** Who held the place before, and when they passed it on. */
function passedOnFrom({ transfers }: Participant, lang: Language): [string, ComponentChildren][] {
  return transfers.map(({ id, name, email, at }) => [
    transferFact[lang].name,
    <span key={id}>
      {transferFact[lang].says(name, email)}
      <time class="row-under" dateTime={at.toISOString()}>
        {stamp(at, lang)}
      </time>
    </span>,
  ])
}

function PersonActs(props: DocumentPageProps & { person: Participant }): JSX.Element {
  const { chrome, document, person, telError } = props
  const section = wordsIn(chrome.lang).document.participants
  const base = `/console/documents/${document.id}/participants/${person.id}`
  const wrongTel = telError?.participantId === person.id ? telError : null
  const hintId = `unlock-hint-${person.id}`
  const handing = handingWords(chrome.lang)
  return (
    <>
      {person.lockedAt === null ? null : (
        <form method="post" action={`${base}/unlock`} class="person-act">
          <FormToken value={chrome.formToken} />
          <p class="note" id={hintId}>
            {section.unlockHint}
          </p>
          <Button kind="quiet">{section.unlock}</Button>
        </form>
      )}
      {inCharge(document, person.id) !== null && identificationOf(person) === 'mail' ? (
        <form method="post" action={`/console/documents/${document.id}/remind`} class="person-act" data-once>
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="participant" value={person.id} />
          <Button kind="quiet">{handing.remind}</Button>
          <p class="note">{handing.remindHint}</p>
        </form>
      ) : null}
      {toBeHanded(document).some(({ id }) => id === person.id) ? (
        <form method="post" action={`${base}/url`} class="person-act">
          <FormToken value={chrome.formToken} />
          <Button kind="quiet">{handing.show.button}</Button>
          <p class="note">
            <a href={`${base}/hand`}>{handing.ways}</a>
          </p>
        </form>
      ) : null}
      {canCorrectTel(document, person) ? (
        <details class="person-act" {...(wrongTel === null ? {} : { open: true })}>
          <summary>{section.correctTel}</summary>
          <form method="post" action={`${base}/tel`}>
            <FormToken value={chrome.formToken} />
            <Field
              id={`tel-${person.id}`}
              name="tel"
              type="tel"
              label={section.newTel}
              hint={section.correctHint}
              error={wrongTel?.sentence ?? null}
              value={wrongTel?.typed ?? ''}
              autocomplete="off"
              required
            />
            <Button kind="quiet">{section.correctButton}</Button>
          </form>
        </details>
      ) : null}
    </>
  )
}

/** The newest SMS to this recipient did not arrive, and they have not come further since. */
export function missedSms({ document, messages }: DocumentPageProps, person: Participant): boolean {
  const newest = messages.findLast((each) => each.participantId === person.id)
  return canCorrectTel(document, person) && didNotArrive(newest?.state ?? null)
}

function canCorrectTel(document: Document, person: Participant): boolean {
  return (
    document.status === 'awaiting' &&
    identificationOf(person) === 'sms' &&
    person.authenticatedAt === null &&
    ['waiting', 'confirming', 'delivering'].includes(person.status)
  )
}

/** The last mail to them that was refused for good; a reminder is another try, so it counts only until then. */
function rejectedMailTo(
  { id }: Participant,
  events: AuditedEvent[],
): { kind: string; status: string } | null {
  const last = events.findLast(
    ({ type, detail }) => detail.participantId === id && /^(mail\.rejected|turn\.started)$/.test(type),
  )
  if (last?.type !== 'mail.rejected') return null
  return { kind: String(last.detail.kind), status: String(last.detail.status) }
}
