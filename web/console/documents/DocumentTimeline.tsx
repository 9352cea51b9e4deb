import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { Participant } from '#domain/participant.ts'
import { holderAfter } from '#domain/transfer.ts'
import { dayOf, timeOf } from '../frame/console-time.ts'
import { inOneLine } from '../words/marks.ts'
import { personName } from '../words/template-words.ts'
import { wordsIn } from '../words/words.ts'
import { eventSentence, eventTone } from './event-words.ts'
import type { SmsSeen } from './SmsList.tsx'
import { shownFiles } from './shown-pages.ts'
import { smsReason } from './sms-reasons.ts'
import { telRequestWords } from './tel-request-words.ts'
import { groupEvents } from './timeline-groups.ts'

/** A row of the audit trail as the timeline needs it. */
export type AuditedEvent = {
  sequence: number
  type: string
  at: Date
  /** `member:<id>:<via>`, `participant:<id>`, `url_holder:<participant id>` or `system`. */
  actor: string
  address: string | null
  detail: Record<string, unknown>
}

export type DocumentTimelineProps = {
  events: AuditedEvent[]
  document: Document
  /** What became of each SMS, for the line that says that it was sent. */
  messages?: Pick<SmsSeen, 'id' | 'state' | 'reason'>[]
  lang: Language
}

type ToldEvent = AuditedEvent & { transfers: Transfers }

/**
 * What happened, in order, in people's words: when, who, from where. The steps of one act are folded into it and open without
 * a script.
 */
export function DocumentTimeline(props: DocumentTimelineProps): JSX.Element {
  const { events, document, lang } = props
  const words = wordsIn(lang).document.timeline
  const consents = new Map(document.acts.map(({ number, participantId }) => [number, participantId]))
  const groups = groupEvents(withHolders(events), consents, (at) => dayOf(at, lang))
  const days = [...Map.groupBy(groups, ({ events: [first], head }) => dayOf((first ?? head).at, lang))]
  return (
    <section class="card timeline" aria-labelledby="timeline-heading">
      <h2 id="timeline-heading">{words.title}</h2>
      <p class="note">{words.lead}</p>
      {days.map(([day, ofDay]) => (
        <div key={day}>
          <h3>{day}</h3>
          <ol>
            {ofDay.map(({ head, events: folded }) => (
              <li key={head.sequence} class={eventTone(head.type)}>
                <time dateTime={head.at.toISOString()}>{timeOf(head.at, lang)}</time>
                <div>
                  <p>{sentenceOf(head, props)}</p>
                  <p class="timeline-by">{byWhom(head, peopleAt(document, head.transfers), lang)}</p>
                  {folded.length === 1 ? null : (
                    <details class="timeline-steps">
                      <summary>{words.steps(folded.length)}</summary>
                      <ol>
                        {folded.map((event) => (
                          <Step key={event.sequence} {...props} event={event} />
                        ))}
                      </ol>
                    </details>
                  )}
                </div>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

function Step(props: DocumentTimelineProps & { event: ToldEvent }): JSX.Element {
  const { event, document, lang } = props
  return (
    <li>
      <time dateTime={event.at.toISOString()}>{timeOf(event.at, lang)}</time>
      <div>
        <p>{sentenceOf(event, props)}</p>
        <p class="timeline-by">{byWhom(event, peopleAt(document, event.transfers), lang)}</p>
      </div>
    </li>
  )
}

/** How often each place had been passed on, by the participant's id. */
type Transfers = ReadonlyMap<string, number>

/** Rows name places; who held one is who held it then. The row of a transfer is still of the one before. */
function withHolders(events: AuditedEvent[]): ToldEvent[] {
  let transfers: Transfers = new Map()
  return events.map((event) => {
    const told = { ...event, transfers }
    if (event.type === 'participant.transferred') {
      const id = String(event.detail.participantId)
      transfers = new Map([...transfers, [id, (transfers.get(id) ?? 0) + 1]])
    }
    return told
  })
}

function peopleAt({ participants }: Document, transfers: Transfers): Participant[] {
  return participants.map((each) => ({ ...each, ...holderAfter(each, transfers.get(each.id) ?? 0) }))
}

/** Of a transfer: the next one. */
function nextHolder(event: AuditedEvent, { participants }: Document): string {
  const place = participants.find((each) => each.id === event.detail.participantId)
  const count = place?.transfers.findIndex(({ id }) => id === event.detail.transferId) ?? -1
  return place === undefined || count === -1 ? '' : holderAfter(place, count + 1).name
}

function sentenceOf(event: ToldEvent, { document, messages = [], lang }: DocumentTimelineProps): string {
  const { detail } = event
  const people = peopleAt(document, event.transfers)
  const participantId = detail.participantId
  const about = people.find((each) => each.id === participantId)
  const reportee = document.reportees.find((each) => each.id === detail.reporteeId)?.name
  const arrived =
    event.type === 'sms.submitted' &&
    messages.some(({ id, state }) => id === detail.smsId && state === 'delivered')
  const said = eventSentence(lang, event.type, {
    who:
      about === undefined ? (reportee ?? wordsIn(lang).document.timeline.someone) : personName(about, lang),
    to: nextHolder(event, document) || wordsIn(lang).document.timeline.someone,
    names: (key) => namesOf(detail[key], people, lang),
    number: (key) => (typeof detail[key] === 'number' ? detail[key] : 0),
    text: (key) => (typeof detail[key] === 'string' ? detail[key] : ''),
    flag: (key) => detail[key] === true,
    shown: shownFiles(detail, (id) => document.files.find((file) => file.id === id)?.name ?? ''),
  })
  if (arrived) return `${said}${wordsIn(lang).document.timeline.arrived}`
  const because = failures.includes(event.type)
    ? (messages.find(({ id }) => id === detail.smsId)?.reason ?? '')
    : ''
  if (because === '') return said
  return lang === 'ja' ? `${said}：${smsReason(lang, because)}` : `${said}: ${smsReason(lang, because)}`
}

/** Events of an SMS whose row knows why. */
const failures = ['sms.undelivered', 'sms.rejected', 'sms.unknown']

function namesOf(ids: unknown, people: Participant[], lang: Language): string {
  if (!Array.isArray(ids)) return ''
  const found = people.filter(({ id }) => ids.includes(id)).map((each) => personName(each, lang))
  return found.join(lang === 'ja' ? 'さん、' : ' and ')
}

function byWhom(event: AuditedEvent, people: Participant[], lang: Language): string {
  const words = wordsIn(lang).document.timeline
  const [kind, id, via] = event.actor.split(':')
  if (kind === 'system') return words.system
  // It came through their URL, which proves nothing: the page must not say that it was them. Older rows
  // name the participant as the actor.
  if (kind === 'url_holder' || event.type === 'tel_request.made') {
    return inOneLine(
      [telRequestWords[lang].askedBy, event.address].filter((part) => part !== null),
      lang,
    )
  }
  const person = people.find((each) => (kind === 'member' ? each.memberId : each.id) === id)
  const parts = [person?.name ?? words.someone, words.via[via ?? ''] ?? '', event.address ?? '']
  return inOneLine(
    parts.filter((part) => part !== ''),
    lang,
  )
}
