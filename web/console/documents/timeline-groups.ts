import { eventTone } from './event-words.ts'

/** What the folding asks of a row of the trail. */
type Told = { sequence: number; type: string; at: Date; detail: Record<string, unknown> }

/** The rows of one act, in order. `head`: the one that says it. */
export type EventGroup<Event extends Told> = { head: Event; events: Event[] }

/** An act and the small steps that belong to it, by the events that may be part of it; the first that is there says it. */
const heads: Record<string, string[]> = {
  make: ['document.created', 'document.cloned', 'document.duplicated', 'document.imported', 'template.saved'],
  send: ['document.sent'],
  identify: [
    'participant.authenticated',
    'sms.submitted',
    'sms_code.requested',
    'tel.matched',
    'signing_url.issued',
  ],
  read: ['document.viewed'],
  consent: ['participant.consented'],
}

const steps: [RegExp, keyof typeof heads][] = [
  [
    /^(document\.(created|cloned|duplicated|imported|updated)|template\.saved|file\.|participant\.(added|updated|removed)|participants\.|widget\.|attachment\.|reportee\.|reminders\.)/,
    'make',
  ],
  [/^document\.sent$/, 'send'],
  [
    /^(turn\.started|signing_url\.(issued|ended)|tel\.|access_code\.|sms_code\.|link_sms\.|sms\.submitted|participant\.authenticated|terms\.agreed)/,
    'identify',
  ],
  [/^(document\.viewed|pages\.|inputs\.saved|attached_file\.)/, 'read'],
  [/^participant\.consented$/, 'consent'],
]

/**
 * Folds the small steps of an act into it: making a draft, sending, and for each recipient identification, reading and
 * consent. What somebody should see stands by itself: whatever went wrong, and every act that is none of these. `day`: steps of
 * another day stand there.
 */
export function groupEvents<Event extends Told>(
  events: Event[],
  consentOf: ReadonlyMap<number, string>,
  day: (at: Date) => string,
): EventGroup<Event>[] {
  const groups: { key: string; day: string; events: Event[] }[] = []
  /** By the participant, or nobody: what is going on. */
  const open = new Map<string, (typeof groups)[number]>()
  for (const event of events) {
    const person = typeof event.detail.participantId === 'string' ? event.detail.participantId : ''
    const today = day(event.at)
    if (event.type === 'act.signed') {
      const key = keyOfAct(event, consentOf)
      const act = groups.findLast((each) => each.key === key && each.day === today)
      if (act !== undefined) {
        act.events.push(event)
        continue
      }
    }
    const step =
      eventTone(event.type) === 'warning' ? undefined : steps.find(([of]) => of.test(event.type))?.[1]
    if (step === undefined) {
      open.delete(person)
      groups.push({ key: '', day: today, events: [event] })
      continue
    }
    const whose = step === 'make' || step === 'send' ? '' : person
    const key = `${step}:${whose}`
    const current = open.get(whose)
    if (current !== undefined && current.key === key && current.day === today) {
      current.events.push(event)
      continue
    }
    const begun = { key, day: today, events: [event] }
    groups.push(begun)
    open.set(whose, begun)
  }
  return groups.map(({ key, events: folded }) => ({ head: headOf(key, folded), events: folded }))
}

function keyOfAct({ detail }: Told, consentOf: ReadonlyMap<number, string>): string {
  const number = typeof detail.act === 'number' ? detail.act : -1
  return number === 0 ? 'send:' : `consent:${consentOf.get(number) ?? ''}`
}

function headOf<Event extends Told>(key: string, events: Event[]): Event {
  const wanted = heads[key.slice(0, key.indexOf(':'))] ?? []
  const found = wanted.flatMap((type) => events.find((each) => each.type === type) ?? [])[0]
  const head = found ?? events[0]
  if (head === undefined) throw new Error('a group of no event')
  return head
}
