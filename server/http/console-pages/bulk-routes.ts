import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { bulkLimits } from '#domain/bulk-send.ts'
import { refusal } from '#domain/refusal.ts'
import { steerBulkSend } from '#server/usecases/bulk/steer-bulk-send.ts'
import type { BulkReads } from '#server/usecases/bulk-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { BulkSendPage } from '#web/console/bulk/BulkSendPage.tsx'
import { BulkSendsPage } from '#web/console/bulk/BulkSendsPage.tsx'
import { bulkWords } from '#web/console/bulk/bulk-words.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { resultLines } from '../bulk-lists/result-list.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { anyMember, shownAgain } from './checks.ts'
import { afterOf, doneOf, parameter, queried, typed } from './fields.ts'
import { type Check, type ConsoleRoute, memberRoute } from './route.ts'
import { sendExport } from './send-export.ts'

const listsPerPage = 30
const faultsPerPage = 200

type Found = NonNullable<Awaited<ReturnType<BulkReads['bulkSend']>>>
type BulkCall = ConsoleCall & Found

/** Whoever began the list that the path names; for others it is not there. */
const senderOfBulk: Check<Found> = {
  name: 'sender of a bulk sending',
  async find({ needs, visit, request }) {
    const id = parameter(request, 'id')
    const found = /^[0-9a-f]{32}$/.test(id) ? await needs.database.read.bulkSend(id) : null
    if (found === null || found.send.memberId !== visit.member.id) {
      throw new Refused(refusal('bulk_send_not_found'))
    }
    return found
  },
}

/** Lists that are sent in bulk: how they stand, and what is done with them. */
export const bulkRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/bulk-sends', anyMember, async ({ needs, visit, request, reply }) => {
    const query = { test: null, after: afterOf(request), limit: listsPerPage }
    const { sends, next } = await needs.database.read.bulkSendsOf(visit.member.id, query)
    return sendPage(reply, h(BulkSendsPage, { chrome: visit.chrome, sends, next }))
  }),

  memberRoute('GET', '/bulk-sends/:id', senderOfBulk, (call) => sendBulk(call, null)),

  // Thousands of people are written to: whoever sits down at somebody's desk must not begin that.
  ...(['start', 'resume'] as const).map((act) =>
    memberRoute('POST', `/bulk-sends/:id/${act}`, shownAgain(senderOfBulk), (call) => steer(call, act)),
  ),
  ...(['pause', 'stop'] as const).map((act) =>
    memberRoute('POST', `/bulk-sends/:id/${act}`, senderOfBulk, (call) => steer(call, act)),
  ),

  memberRoute('GET', '/bulk-sends/:id/stop', senderOfBulk, ({ send, counts, visit, reply }) => {
    const base = `/console/bulk-sends/${send.id}`
    if (send.state === 'stopped' || send.state === 'done') return reply.redirect(base, 303)
    const words = bulkWords(visit.chrome.lang).stop
    const page = {
      chrome: visit.chrome,
      section: 'templates' as const,
      title: words.title,
      lead: words.lead(counts.ready),
      consequence: words.consequence,
      action: `${base}/stop`,
      button: words.button,
      back: { href: base, words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('GET', '/bulk-sends/:id/result.csv', senderOfBulk, ({ send, needs, visit, reply }) => {
    const lines = resultLines(needs.database.read, send, visit.chrome.lang)
    return sendExport(reply, lines, { name: `bulk-${send.id}.csv`, type: 'text/csv' })
  }),
]

async function steer(call: BulkCall, act: 'start' | 'pause' | 'resume' | 'stop'): Promise<FastifyReply> {
  const { send, needs, visit, request, reply } = call
  const leaveOut = typed(request, 'leave_out') === '1'
  try {
    await steerBulkSend(needs, visit.origin, { id: send.id, act, leaveOut })
  } catch (error) {
    const problem = problemOf(error, call)
    const now = await needs.database.read.bulkSend(send.id)
    return sendBulk({ ...call, ...(now ?? {}), reply: reply.code(409) }, problem)
  }
  return reply.redirect(`/console/bulk-sends/${send.id}?done=${act}`, 303)
}

/** The page of one list; faults from where the address says on. */
async function sendBulk(call: BulkCall, problem: string | null): Promise<FastifyReply> {
  const { send, counts, needs, visit, request, reply } = call
  const after = Number(/^[0-9]{1,6}$/.exec(queried(request, 'row'))?.[0] ?? 0)
  const states = send.state === 'checked' ? (['faulty'] as const) : null
  const of = { after, limit: faultsPerPage + 1 }
  const found =
    states === null
      ? await needs.database.read.bulkTroubles(send.id, of)
      : await needs.database.read.bulkRows(send.id, { ...of, states: [...states] })
  const rows = found.slice(0, faultsPerPage)
  const base = `/console/bulk-sends/${send.id}`
  const next = found.length > faultsPerPage ? `${base}?row=${rows.at(-1)?.row ?? 0}#faults` : null
  const faults = { rows, next, first: after > 0 ? `${base}#faults` : null }
  return sendPage(
    reply,
    h(BulkSendPage, { chrome: visit.chrome, send, counts, faults, done: doneOf(request), problem }),
  )
}

function problemOf(error: unknown, { visit }: BulkCall): string {
  if (!(error instanceof Refused)) throw error
  const words = bulkWords(visit.chrome.lang).problems
  switch (error.refusal.code) {
    case 'bulk_send_over':
      return words.start_over
    case 'bulk_rows_faulty':
      return words.rows_faulty
    case 'bulk_no_row':
      return words.no_row
    case 'bulk_template_changed':
      return words.template_changed
  }
  throw error
}

/** What a form that brings a list may bring beside it. */
export const listFormBytes = bulkLimits.bytes + 64 * 1024
