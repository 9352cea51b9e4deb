import type { BulkState } from '#domain/bulk-send.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { saveAsTemplate } from '#tests/console/template-maker.ts'
import type { TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aFullDraft, type Caller } from '../caller.ts'
import { sql } from '../other-clients.ts'
import { ok, planted, type Subject } from './subjects.ts'

/** Every state that a bulk sending can be in. */
export const bulkStates = ['checked', 'running', 'paused', 'stopped', 'done'] as const satisfies BulkState[]

/** A template with an open place, of which rows make documents: the subject of a call that begins a bulk sending. */
export async function aTemplateForRows(server: TestServer, caller: Caller): Promise<Subject> {
  const draft = await aFullDraft(caller)
  const title = `${planted} 一括`
  const id = await saveAsTemplate(await enterConsole(server), draft.id, { title, slots: [draft.recipient] })
  return { caller, state: 'template', ids: { template_id: id }, sender: '', tel: '' }
}

/** A row that is right, with words to be looked for where they must not be. */
export const rightRow = { recipient_1_name: `${planted} 花子`, recipient_1_tel: '090-1234-5678' }

/** A bulk sending of this template: one row, of which a draft is or would be made. */
export async function aBulkSubject(
  server: TestServer,
  template: Subject,
  state: BulkState,
): Promise<Subject> {
  const { caller, ids } = template
  const { id } = await ok(
    caller.call('POST', '/bulk_sends', {
      json: { template_id: ids.template_id, rows: [rightRow], act: 'draft', start: state === 'done' },
    }),
  )
  const path = `/bulk_sends/${id}`
  if (state === 'stopped') await ok(caller.call('POST', `${path}/stop`))
  if (state === 'done') {
    await until('the list is done', async () => (await caller.call('GET', path)).body.status === 'done')
  }
  // No list of one row runs for as long as somebody looks at it: nobody goes on with this one.
  if (state === 'running' || state === 'paused') {
    await sql(
      server,
      `update bulk_sends set state = $2, started_at = now(), next_at = now() + interval '1 day' where id = $1`,
      [id, state],
    )
  }
  return { ...template, ids: { ...ids, bulk_send_id: id } }
}
