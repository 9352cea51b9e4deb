import { mayClone } from '#domain/access.ts'
import { documentOfRow, type RowMaking } from '#domain/bulk-row.ts'
import { type BulkPause, type BulkSend, pauseBy, pauseOf } from '#domain/bulk-send.ts'
import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { identificationOf } from '#domain/participant.ts'
import { whoseTurn } from '#domain/sending.ts'
import { bringingOf } from '../bringing.ts'
import type { BulkRow } from '../bulk-ports.ts'
import { portsOf } from '../document-ports.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import { meansOf } from '../sending/send-draft.ts'
import { copyFilesOf } from './row-copy.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'sealer' | 'mail' | 'testSealing' | 'testOutbox'>

/** What was read before the transaction: the template whose bytes were copied, and who sends. */
type Seen = { template: Document | null; member: Member | null }

/**
 * Makes the document of one row, and sends it where the list says so: one transaction, in which the row is marked, so that
 * there is one document a row whatever happens. Answers whether the list goes on.
 */
export async function makeRow(
  ports: Needs,
  { id, templateId, memberId, via }: BulkSend,
  { row, documentId }: Pick<BulkRow, 'row' | 'documentId'>,
): Promise<boolean> {
  const origin: Origin = { actor: { kind: 'member', memberId, via }, address: null, userAgent: null }
  const template = await ports.database.read.document(templateId)
  const seen = { template, member: await ports.database.read.member(memberId) }
  const copy = template === null ? null : await copyFilesOf(ports, template, documentId)
  return ports.database.transaction(origin, async (tx) => {
    const now = await tx.documents.lock(templateId)
    const send = await tx.bulkSends.lock(id)
    if (send === null || send.state !== 'running') return false
    const found = await tx.bulkSends.lockReady(id, row)
    // Another worker was faster.
    if (found === null || found.values === null) return true
    const why = standsStill(send, seen, now)
    if (why !== null) return paused(tx, send, why)
    const { member } = seen
    // Changed between the copy and the lock, and checked anew since: the next try copies what is there now.
    if (
      copy === null ||
      now === null ||
      member === null ||
      now.updatedAt.getTime() !== template?.updatedAt.getTime()
    ) {
      return true
    }
    const team = await tx.teams.get(send.teamId)
    const test = send.test || now.test
    const tools = portsOf(ports, { id: documentId, teamId: send.teamId, test, clockAhead: 0 })
    // Nobody has approved what is made just now.
    const approval = { required: team.approvalRequired, content: '' }
    const means = send.act === 'send' ? { ...meansOf(tools), reminders: team.reminderPlan, approval } : null
    const making: RowMaking = {
      template: now,
      member,
      team,
      bringing: bringingOf(origin),
      test: send.test,
      means,
    }
    const made = documentOfRow(making, found.values, copy, ports.clock.now())
    if ('faults' in made) {
      const [reason] = made.faults
      if (reason === undefined) throw new Error('a row was refused without a reason')
      const nobodys = pauseOf(reason)
      if (nobodys !== null) return paused(tx, send, nobodys)
      tx.bulkSends.queueRow(id, { row, state: 'refused', reason }, ports.clock.now())
      return true
    }
    const { next, events } = made.decision
    tx.documents.queueInsert(next)
    tx.record(events)
    const state = send.act === 'send' ? 'sent' : 'made'
    tx.bulkSends.queueRow(id, { row, state, link: linkFor(send, next) }, ports.clock.now())
    return true
  })
}

/** Why no row can be made now; null where nothing stands in the way. `now`: the template under its lock. */
function standsStill(send: BulkSend, { template, member }: Seen, now: Document | null): BulkPause | null {
  if (member === null || member.disabled) return 'member_disabled'
  if (template === null || now?.status !== 'template' || !mayClone(member, now)) return 'template_gone'
  return now.updatedAt.getTime() === send.templateAt.getTime() ? null : 'template_changed'
}

/** Those who are asked first get the link by SMS, where the list says so and they are identified by SMS. */
function linkFor({ act, linkSms }: BulkSend, document: Document): 'waiting' | null {
  if (act !== 'send' || !linkSms) return null
  return whoseTurn(document).some((each) => identificationOf(each) === 'sms') ? 'waiting' : null
}

async function paused(tx: Transaction, send: BulkSend, why: BulkPause): Promise<false> {
  await tx.bulkSends.save(pauseBy(send, why))
  return false
}
