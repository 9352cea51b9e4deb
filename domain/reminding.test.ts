import { expect, test } from 'vitest'
import { newDocument } from './document.ts'
import { newParticipant, type Participant, senderParticipant } from './participant.ts'
import type { ReminderChoice } from './reminder-choice.ts'
import { askedBySms, planReminders, remindByPlan, reminderDue, stopReminding } from './reminding.ts'
import { remindDocument, sendDocument, startNextTurn } from './sending.ts'
import { tokyoTime } from './tokyo.ts'

const tokyo = (text: string) => new Date(`2027-04-${text}+09:00`)
const asked = tokyo('01T14:00:00')
const plan = { from: 'request', first: 3, every: 2, most: 2 } as const
const file = { id: 'f1', name: 'a.pdf', order: 0, pages: [], sha256: 'x', bytes: 1 }
const whole = { storageKey: '', signed: false, docMdp: null, repairedFrom: null, deadSignatures: 0 }
const sender = senderParticipant('p0', { id: 'm1', email: 's@example.jp', name: '送信者', organization: '' })

function sent(choice: ReminderChoice = 'as_team', recipient: Partial<Participant> = {}) {
  const draft = newDocument({ id: 'd1', teamId: 't1', senderId: 'm1' }, sender, {}, asked)
  const recipients = [1, 2].map((order) => ({
    ...newParticipant(`p${order}`, order, 'waiting'),
    name: 'n',
    email: `r${order}@example.jp`,
    ...recipient,
  }))
  const participants = [...draft.participants, ...recipients]
  const whatIs = { ...draft, participants, files: [{ ...file, ...whole }], reminders: choice }
  const means = {
    certificateEnds: tokyo('30T00:00:00'),
    mail: true,
    reminders: plan,
    approval: { required: false, content: '' },
  }
  return sendDocument(whatIs, means, asked).next
}

const due = (document: Parameters<typeof reminderDue>[0]) => {
  const at = reminderDue(document)
  return at === null ? null : tokyoTime(at).slice(8)
}

test('a document is sent with the team’s plan, or its own, or none; embedded recipients are never reminded', () => {
  expect(sent().reminders).toEqual(plan)
  expect(due(sent())).toBe('04T14:00:00')
  expect(due(sent({ ...plan, first: 5 }))).toBe('06T14:00:00')
  expect(due(sent('none'))).toBeNull()
  expect(due(sent('as_team', { tel: '09012345678', callback: true }))).toBeNull()
  expect(due(sent('as_team', { recipientId: 'r' }))).toBeNull()
})

test('it is due once: what looks early, or again, or days later, finds one reminder at most', () => {
  const document = sent()
  expect(remindByPlan(document, false, tokyo('04T13:59:59')).next).toBe(document)
  // Three days after it was due.
  const first = remindByPlan(document, false, tokyo('07T14:00:00'))
  expect(first.events).toMatchObject([{ type: 'turn.started', again: true, automatic: true }])
  expect(due(first.next)).toBe('09T14:00:00')
  expect(remindByPlan(first.next, false, tokyo('07T14:00:00')).next).toBe(first.next)
  const second = remindByPlan(first.next, false, tokyo('09T14:00:00'))
  expect(second.events).toHaveLength(1)
  expect(due(second.next)).toBeNull()
  expect(remindByPlan(second.next, false, tokyo('20T14:00:00')).events).toEqual([])
})

test('looked at by night it waits for the morning', () => {
  const late = remindByPlan(sent(), false, tokyo('04T22:00:00'))
  expect(late.events).toEqual([])
  expect(due(late.next)).toMatch(/^05T08:/)
  expect(remindByPlan(late.next, false, tokyo('05T09:00:00')).events).toHaveLength(1)
})

test('whoever reads the document just now is left alone for an hour', () => {
  const reading = remindByPlan(sent(), true, tokyo('04T14:10:00'))
  expect([reading.events, due(reading.next)]).toEqual([[], '04T15:10:00'])
})

test('a reminder by hand counts the days anew and leaves the number of automatic ones', () => {
  const byHand = remindDocument(sent(), tokyo('03T10:00:00')).next
  expect(due(byHand)).toBe('06T10:00:00')
  const one = remindByPlan(byHand, false, tokyo('06T10:00:00')).next
  const again = remindDocument(one, tokyo('07T10:00:00')).next
  expect([again.reminding?.count, due(again)]).toEqual([1, '09T10:00:00'])
})

test('the next recipient has a plan of their own, and one whom a release without plans gave the turn is taken up', () => {
  const one = remindByPlan(sent(), false, tokyo('04T14:00:00')).next
  const participants = one.participants.map((each) =>
    each.id === 'p1' ? { ...each, status: 'confirmed' as const, accessExpiresAt: null } : each,
  )
  const next = startNextTurn({ ...one, participants }, tokyo('05T09:00:00')).next
  expect([next.reminding, due(next)]).toMatchObject([{ participantId: 'p2', count: 0 }, '08T09:00:00'])
  const byAnOldRelease = { ...next, reminding: one.reminding }
  const taken = remindByPlan(byAnOldRelease, false, tokyo('06T14:00:00'))
  expect(taken.events).toEqual([])
  expect([taken.next.reminding?.participantId, due(taken.next)]).toEqual(['p2', '08T09:00:00'])
})

test('nobody is reminded who is locked, whom no mail reaches, or of a document that is over', () => {
  const now = tokyo('04T14:00:00')
  const document = sent()
  const locked = document.participants.map((each) => (each.id === 'p1' ? { ...each, lockedAt: now } : each))
  const waits = remindByPlan({ ...document, participants: locked }, false, now)
  expect([waits.events, due(waits.next)]).toEqual([[], '05T14:00:00'])
  const stopped = stopReminding(document, 'p1')
  expect(due(stopped)).toBeNull()
  expect(stopReminding(document, 'p2')).toBe(document)
  // Another plan, also after none, does not begin what did not arrive.
  const other = planReminders(stopped, { ...plan, every: 5 }, now).next
  const off = planReminders(stopReminding(sent('none'), 'p1'), plan, now).next
  const again = planReminders(planReminders(stopped, 'none', now).next, plan, now).next
  expect([other, off, again].map(due)).toEqual([null, null, null])
  expect(due(remindDocument(other, now).next)).toBe('07T14:00:00')
  expect(due(remindDocument(stopped, now).next)).toBe('07T14:00:00')
  for (const status of ['cancelled', 'concluded'] as const)
    expect(remindByPlan({ ...document, status }, false, now).events).toEqual([])
})

test('a plan that is chosen late begins tomorrow, and never goes beyond its number', () => {
  const document = remindByPlan(sent(), false, tokyo('04T14:00:00')).next
  const at = tokyo('08T16:00:00')
  const more = planReminders(document, { ...plan, most: 5 }, at)
  expect(more.events).toMatchObject([{ type: 'reminders.changed', choice: 'plan', most: 5 }])
  expect([more.next.reminding?.count, due(more.next)]).toEqual([1, '09T16:00:00'])
  expect(due(planReminders(document, { ...plan, most: 1 }, at).next)).toBeNull()
  const off = planReminders(document, 'none', at)
  expect([off.events, due(off.next)]).toMatchObject([[{ choice: 'none' }], null])
  expect(planReminders(off.next, 'none', at).next).toBe(off.next)
  expect(planReminders({ ...document, status: 'concluded' }, 'none', at).refusal?.code).toBe('not_sendable')
})

test('whom the sender asked by SMS is reminded by SMS: by day, so often, and while the plan is on', () => {
  const phone = { tel: '09012345678', callback: true }
  const before = sent('as_team', phone)
  const [, person] = before.participants
  if (person === undefined) throw new Error('nobody')
  expect(due(before)).toBeNull()
  const asked = askedBySms(before, before.reminding, person, tokyo('02T14:00:00'))
  expect(due(asked)).toBe('05T14:00:00')
  expect(remindByPlan(asked, false, tokyo('05T22:00:00')).events).toEqual([])
  const one = remindByPlan(asked, false, tokyo('05T14:00:00'))
  expect(one.events).toMatchObject([{ type: 'reminder.due', participantId: 'p1' }])
  expect(one.next.participants).toBe(asked.participants)
  expect(due(one.next)).toBe('07T14:00:00')
  // The press of the plan itself, or of the sender, counts the days anew and leaves the number.
  const pressed = askedBySms(one.next, one.next.reminding, person, tokyo('06T10:00:00'))
  expect([pressed.reminding?.count, due(pressed)]).toEqual([1, '08T10:00:00'])
  expect(due(remindByPlan(pressed, false, tokyo('08T10:00:00')).next)).toBeNull()
  const off = planReminders(pressed, 'none', tokyo('06T12:00:00')).next
  expect([due(off), off.reminding?.bySms]).toEqual([null, true])
  expect(due(planReminders(off, plan, tokyo('06T12:00:00')).next)).toBe('07T12:00:00')
})
