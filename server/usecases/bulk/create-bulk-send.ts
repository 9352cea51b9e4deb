import { documentOfRow, type RowValues } from '#domain/bulk-row.ts'
import { type BulkSend, bulkLimits } from '#domain/bulk-send.ts'
import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import { bringingOf } from '../bringing.ts'
import type { NewBulkRow } from '../bulk-ports.ts'
import { portsOf } from '../document-ports.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { meansOf } from '../sending/send-draft.ts'
import { copyOf } from './row-copy.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'sealer' | 'mail' | 'testSealing' | 'testOutbox'>

type Beginning = {
  /** Of the form or the call that asks: asked twice it is one list. */
  id: string
  member: Member
  team: Team
  test: boolean
  via: BulkSend['via']
  template: Document
  act: BulkSend['act']
  linkSms: boolean
  file: string
  /** With their numbers, ascending. */
  rows: { row: number; values: RowValues }[]
  /** Starts at once where every row is right. */
  start: boolean
  /** Lets others have their turn between two slices of rows. */
  breathe: () => Promise<void>
}

/** So many rows are judged, and written, at a time. */
const slice = 200

/** Checks every row of a list and keeps it; nothing is sent of it before it is started. */
export async function createBulkSend(ports: Needs, origin: Origin, request: Beginning): Promise<string> {
  const { id, member, template, rows, start, breathe, team, test, via, act, linkSms, file } = request
  if (rows.length > bulkLimits.rows) {
    throw new Refused(refusal('bulk_too_many_rows', 'rows', { limit: bulkLimits.rows }))
  }
  if (rows.length === 0) throw new Refused(refusal('bulk_no_row', 'rows'))
  if (linkSms && !team.linkSms) throw new Refused(refusal('link_sms_off', 'link_sms'))
  // A yes is given to one document as it is; drafts can be made, and asked for one by one.
  if (act === 'send' && team.approvalRequired) {
    throw new Refused(refusal('approval_missing', undefined, { why: 'none' }))
  }
  const approval = { required: false, content: '' }
  // What is checked is what will be: documents of tests are sent with their own tools.
  const ofTests = test || template.test
  const tools = portsOf(ports, { id, teamId: member.teamId, test: ofTests, clockAhead: 0 })
  const means = { ...meansOf(tools), reminders: team.reminderPlan, approval }
  const making = {
    template,
    member,
    team,
    bringing: bringingOf(origin),
    test,
    means: act === 'send' ? means : null,
  }
  const now = ports.clock.now()
  // Ids of one millisecond come in any order; rows keep theirs.
  const documentIds = rows.map(() => ports.random.id()).sort()
  const judged: NewBulkRow[] = []
  for (const [at, { row, values }] of rows.entries()) {
    if (at % slice === slice - 1) await breathe()
    const documentId = documentIds[at] ?? ''
    const made = documentOfRow(making, values, copyOf(template, documentId), now)
    const faults = 'faults' in made ? made.faults : []
    judged.push({ row, state: faults.length > 0 ? 'faulty' : 'ready', documentId, values, faults })
  }
  const isRight = judged.every(({ state }) => state === 'ready')
  const send: BulkSend = {
    ...{ id, teamId: member.teamId, memberId: member.id, via, test, act, linkSms, rows: rows.length },
    templateId: template.id,
    templateAt: template.updatedAt,
    about: { title: template.title, file },
    state: start && isRight ? 'running' : 'checked',
    pausedBy: null,
    createdAt: now,
    startedAt: start && isRight ? now : null,
    endedAt: null,
  }
  await ports.database.transaction(origin, async (tx) => {
    if ((await tx.bulkSends.countOpen(member.id)) >= bulkLimits.open) {
      // The same form again, when the last place is its own.
      if ((await tx.bulkSends.lock(id)) !== null) return
      throw new Refused(refusal('bulk_too_many_open', undefined, { limit: bulkLimits.open }))
    }
    if (!(await tx.bulkSends.insert(send))) return
    for (let first = 0; first < judged.length; first += slice) {
      await tx.bulkSends.insertRows(id, judged.slice(first, first + slice))
      await breathe()
    }
    if (send.state === 'running') {
      tx.recordTeam([
        { type: 'bulk_send.started', teamId: send.teamId, at: now, bulkSendId: id, count: rows.length },
      ])
    }
  })
  return id
}
