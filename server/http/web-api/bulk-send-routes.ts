import { setImmediate as breathe } from 'node:timers/promises'
import {
  type BulkRowsAnswer,
  type BulkSendGiven,
  bulkBodyBytes,
  bulkBodyValues,
  bulkRowsPerPage,
  bulkSendOnWire,
  bulkSendsPerPage,
  createBulkSendCall,
  getBulkResultCall,
  getBulkSendCall,
  listBulkRowsCall,
  listBulkSendsCall,
  pauseBulkSendCall,
  resumeBulkSendCall,
  startBulkSendCall,
  stopBulkSendCall,
} from '#contract/web-api/bulk-sends.ts'
import { readJsonFields } from '#contract/web-api/json-fields.ts'
import type { BulkAct } from '#domain/bulk-send.ts'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { createBulkSend } from '#server/usecases/bulk/create-bulk-send.ts'
import { steerBulkSend } from '#server/usecases/bulk/steer-bulk-send.ts'
import type { BulkReads, BulkRow } from '#server/usecases/bulk-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { usableTemplate } from '#server/usecases/templates/clone-template.ts'
import { faultSentence } from '#web/console/bulk/fault-words.ts'
import { listSentence } from '#web/console/bulk/list-words.ts'
import { type ListRow, readList, readRows } from '../bulk-lists/read-list.ts'
import { resultForPrograms } from '../bulk-lists/result-list.ts'
import { bind } from './bind.ts'
import type { Api, Call } from './call.ts'
import { jsonOf } from './json-body.ts'
import { formOf, queryOf, read } from './request-form.ts'

type Found = NonNullable<Awaited<ReturnType<BulkReads['bulkSend']>>>

const idForm = /^[0-9a-f]{32}$/

/** Bulk sending: our addition to the Web API. */
export function mountBulkSendRoutes(api: Api): void {
  const { ports } = api

  async function found({ caller, params }: Call): Promise<Found> {
    const id = params.bulk_send_id ?? ''
    const known = idForm.test(id) ? await ports.database.read.bulkSend(id) : null
    const isTheirs = known?.send.memberId === caller.member.id && known.send.test === caller.test
    if (known === null || !isTheirs) throw new Refused(refusal('bulk_send_not_found'))
    return known
  }

  async function steered(call: Call, act: BulkAct, leaveOut = false) {
    const { send } = await found(call)
    await steerBulkSend(ports, call.origin, { id: send.id, act, leaveOut })
    return onWire(await found(call))
  }

  bind(api, createBulkSendCall, async ({ caller, origin, request }) => {
    const body = await jsonOf(request, bulkBodyBytes, bulkBodyValues)
    const parsed = readJsonFields(body, createBulkSendCall.form)
    if (!parsed.ok) throw new Refused(parsed.refusal)
    const { template_id = '', act = 'send', start = true, link_sms: linkSms = false } = parsed.value
    if (template_id === '') throw new Refused(refusal('field_missing', 'template_id'))
    const { member, team, test } = caller
    const template = usableTemplate({ member, caller }, await ports.database.read.document(template_id))
    const rows = await rowsOf(parsed.value, template)
    const id = await createBulkSend(ports, origin, {
      ...{ id: ports.random.id(), member, team, test, via: 'web_api', template, act, linkSms, file: '' },
      ...{ rows, start, breathe },
    })
    const made = await ports.database.read.bulkSend(id)
    if (made === null) throw new Error('a list that was made is not there')
    return onWire(made)
  })

  bind(api, listBulkSendsCall, async ({ caller, request }) => {
    const { after = null } = read(queryOf(request), listBulkSendsCall.form)
    // An id that none can be would be a place before all of them, and a caller who goes on there never came to an end.
    if (after !== null && !idForm.test(after)) {
      throw new Refused(refusal('field_malformed', 'after', { expected: 'the `next` of the answer before' }))
    }
    const query = { test: caller.test, after, limit: bulkSendsPerPage }
    const { sends, next } = await ports.database.read.bulkSendsOf(caller.member.id, query)
    return { bulk_sends: sends.map(onWire), next: next ?? '' }
  })

  bind(api, getBulkSendCall, async (call) => onWire(await found(call)))

  bind(api, listBulkRowsCall, async (call): Promise<BulkRowsAnswer> => {
    const { send } = await found(call)
    const { behind: after = 0, status } = read(queryOf(call.request), listBulkRowsCall.form)
    const query = { states: status === undefined ? null : [status], after, limit: bulkRowsPerPage + 1 }
    const rows = await ports.database.read.bulkRows(send.id, query)
    const page = rows.slice(0, bulkRowsPerPage)
    return { rows: page.map(rowOnWire), next: page.at(-1)?.row ?? after, more: rows.length > page.length }
  })

  bind(api, getBulkResultCall, async (call) => {
    const { send } = await found(call)
    return call.reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="bulk-${send.id}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(resultForPrograms(ports.database.read, send))
  })

  bind(api, startBulkSendCall, async (call) => {
    // Before its parameters, in the contract's order of checks.
    await found(call)
    const given = read(await formOf(call.request), startBulkSendCall.form)
    return steered(call, 'start', given.leave_out_faulty === true)
  })
  bind(api, pauseBulkSendCall, (call) => steered(call, 'pause'))
  bind(api, resumeBulkSendCall, (call) => steered(call, 'resume'))
  bind(api, stopBulkSendCall, (call) => steered(call, 'stop'))
}

const onWire = ({ send, counts }: Found) => bulkSendOnWire(send, counts)

/** The rows of whichever of the three was given. Rows of JSON are counted from 1, those of a list as Excel counts. */
async function rowsOf(given: BulkSendGiven, template: Document): Promise<ListRow[]> {
  const { rows, csv, csv_base64: encoded } = given
  const [, beside] = (['rows', 'csv', 'csv_base64'] as const).filter((each) => given[each] !== undefined)
  if (beside !== undefined) {
    throw new Refused(
      refusal('bulk_list_unreadable', beside, { why: 'give one of rows, csv and csv_base64.' }),
    )
  }
  if (rows !== undefined) return rows.map((values, at) => ({ row: at + 1, values }))
  const field = csv === undefined ? 'csv_base64' : 'csv'
  if (csv === undefined && encoded === undefined) throw new Refused(refusal('field_missing', 'rows'))
  const reading =
    csv === undefined
      ? await readList(Buffer.from(encoded ?? '', 'base64'), template, 'en')
      : await readRows(csv, template, 'en')
  if ('rows' in reading) return reading.rows
  const { problem } = reading
  throw new Refused(
    problem.kind === 'too_many_rows'
      ? refusal('bulk_too_many_rows', field, { limit: problem.limit })
      : refusal('bulk_list_unreadable', field, { why: plainly(listSentence(problem, 'en')) }),
  )
}

/** As programs and logs read it: the quotes of pages as those of keyboards. */
function plainly(sentence: string): string {
  return sentence.replaceAll(/[“”]/g, '"').replaceAll('’', "'")
}

function rowOnWire({ row, state, documentId, faults }: BulkRow): BulkRowsAnswer['rows'][number] {
  return {
    row,
    status: state,
    document_id: state === 'made' || state === 'sent' ? documentId : '',
    faults: faults.map((fault) => ({
      column: fault.field ?? '',
      message: plainly(faultSentence(fault, 'en')),
    })),
  }
}
