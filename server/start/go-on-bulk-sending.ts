import { identificationOf } from '#domain/participant.ts'
import type { Refusal } from '#domain/refusal.ts'
import { whoseTurn } from '#domain/sending.ts'
import { isCrowded } from '#server/adapters/postgres/jobs/crowded-lanes.ts'
import { makeRow } from '#server/usecases/bulk/make-row.ts'
import { noteLink } from '#server/usecases/bulk/note-link.ts'
import { putOffBulkSend } from '#server/usecases/bulk/put-off-bulk-send.ts'
import { takeBulkRows } from '#server/usecases/bulk/take-bulk-rows.ts'
import type { BulkRow } from '#server/usecases/bulk-ports.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { DatabaseAway, Refused } from '#server/usecases/refused.ts'
import { sendLinkSms } from '#server/usecases/sending/send-link-sms.ts'
import { lanes } from '#server/worker/lanes.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import type { Services } from './open-services.ts'

/** A server that is to stop waits for a round. */
const roundMilliseconds = 2_000

/**
 * So many seals or mails may wait before a list waits, too: whoever signs or is written to beside it waits behind no more than
 * these.
 */
const mostWaiting = 40

type Needs = Pick<Services, 'pool' | 'ports' | 'log' | 'config'>

/** What a list goes on with. */
type Send = NonNullable<Awaited<ReturnType<typeof takeBulkRows>>>['send']

/**
 * Goes on with every list that runs, some rows of each in turn. What was done lies in the database with the documents, so a
 * process that dies costs nothing but the time of what it had in hand, and several processes share the rows.
 */
export function goOnBulkSending(services: Needs): Omit<UpkeepTask, 'log'> {
  const { pool, ports } = services
  return {
    name: 'go on with bulk sending',
    everyMilliseconds: 500,
    async work() {
      const begun = ports.clock.now().getTime()
      for (;;) {
        const running = await ports.database.read.bulkSendsThatRun(ports.clock.now())
        if (running.length === 0) return
        let rows = 0
        for (const id of running) {
          if (await isCrowded(pool, [...lanes.seals.jobs, ...lanes.mail.jobs], mostWaiting)) return
          rows += await goOn(services, id)
          if (ports.clock.now().getTime() - begun > roundMilliseconds) return
        }
        if (rows === 0) return
      }
    },
  }
}

/** Answers how many rows it had in hand. */
async function goOn(services: Needs, id: string): Promise<number> {
  const taken = await takeBulkRows(services.ports, id)
  if (taken === null) return 0
  const { send, rows, links } = taken
  for (const row of rows) {
    if (!(await unlessItFails(services, send, row, () => makeRow(services.ports, send, row)))) return 0
  }
  for (const row of links) {
    if (!(await unlessItFails(services, send, row, () => sendLink(services, send, row)))) return 0
  }
  return rows.length + links.length
}

/** The links of a document that was sent. Each recipient's id is the SMS's, so that of two tries one SMS comes. */
async function sendLink(
  { ports, config }: Needs,
  send: Send,
  { row, documentId }: BulkRow,
): Promise<boolean> {
  const { id, memberId, via } = send
  const { publicUrl } = config
  const origin = { actor: { kind: 'member', memberId, via }, address: null, userAgent: null } as const
  const document = await ports.database.read.document(documentId)
  const asked = document === null ? [] : whoseTurn(document)
  let objection: Refusal | null = null
  for (const each of asked) {
    if (document === null || identificationOf(each) !== 'sms') continue
    const link = { documentId, participantId: each.id, press: each.id, publicUrl }
    objection ??= await refusalOf(sendLinkSms(portsOf(ports, document), origin, link))
  }
  await noteLink(ports, { id, row, documentId }, objection)
  return true
}

async function refusalOf(work: Promise<void>): Promise<Refusal | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

/** False: the list does not go on now. What failed is told, and tried again a while later. */
async function unlessItFails(
  { ports, log }: Needs,
  { id }: Send,
  { row, tries }: BulkRow,
  work: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DatabaseAway) throw error
    log.warn(
      { event: 'bulk_row.failed', bulkSend: id, row, tries, reason: reasonOf(error) },
      'a row could not be made yet',
    )
    await putOffBulkSend(ports, id, tries)
    return false
  }
}
