/** `musubi doctor` recomputes the trails; whoever owns the tables can change rows, but not unseen. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft } from '../web-api/caller.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.close())

async function chains(): Promise<{ result: string; says: string; cure: string | null }> {
  const { out } = await musubi(['doctor', '--json'], settingsOf(server))
  const found: { check: string; result: string; says: string; cure: string | null }[] = JSON.parse(out)
  const one = found.find(({ check }) => check === 'audit chains')
  if (one === undefined) throw new Error('the chains were not examined')
  return one
}

/** As only the owner of a table can. */
async function unguarded(table: string, statement: string): Promise<void> {
  await rowsOf(
    server,
    `do $do$ begin alter table ${table} disable trigger user; ${statement}; alter table ${table} enable trigger user; end $do$`,
  )
}

test('trails hold; a row that was changed, taken out or cut off at the end is named with its chain', async () => {
  const caller = await aCaller(server.url, server.clientId)
  const ids = [
    await aDraft(caller),
    await aDraft(caller),
    await aDraft(caller),
    await aDraft(caller),
    await aDraft(caller),
  ]
  const [changed, removed, cut, whole, emptied] = ids
  for (const id of ids) {
    const form = { name: '山田 花子', tel: '09012345678', callback: '1' }
    expect((await caller.call('POST', `/documents/${id}/participants`, { form })).status).toBe(200)
  }
  expect(await chains()).toMatchObject({
    result: 'ok',
    says: expect.stringMatching(
      /^5 chains \(\d+ rows\) of documents and \d+ chains? \(\d+ rows\) of teams hold\.$/,
    ),
  })

  const [{ last } = { last: 0 }] = await rowsOf<{ last: number }>(
    server,
    'select min(audit_sequence) as last from documents',
  )
  expect(last).toBeGreaterThan(1)
  await unguarded(
    'audit',
    `update audit set row = replace(row, 'document', 'dokument') where document_id = '${changed}' and sequence = 2`,
  )
  await unguarded('audit', `delete from audit where document_id = '${removed}' and sequence = 1`)
  await unguarded('audit', `delete from audit where document_id = '${cut}' and sequence = ${last}`)
  await unguarded(
    'team_events',
    `update team_events set row = row || ' ' where chain <> 'installation' and sequence = 1`,
  )
  // A trail that was made anew as a whole does not hold what the tree of its day has.
  await rowsOf(
    server,
    `with tree as (insert into evidence_trees (covers_until, leaves, nodes, token, at, until)
       values (now(), 1, '', '', now(), now()) returning id)
     insert into evidence_heads select '${whole}', 'document', id, 0, 2, repeat('a', 64) from tree`,
  )
  // A sent document has a trail, whatever its row says.
  await unguarded('audit', `delete from audit where document_id = '${emptied}'`)
  await rowsOf(
    server,
    `update documents set audit_sequence = 0, audit_head = repeat('0', 64), snapshot = jsonb_set(snapshot::jsonb, '{sent_at}', '"2026-11-30T00:00:00.000Z"') where id = $1`,
    emptied,
  )
  const { result, says, cure } = await chains()
  expect(result).toBe('fail')
  expect(says).toContain(`document ${changed} from row 2`)
  expect(says).toContain(`document ${removed} from row 2`)
  expect(says).toContain(`document ${cut} from row ${last}`)
  expect(says).toContain(`document ${emptied} from row 0`)
  expect(says).toMatch(/team \S+ from row 1/)
  expect(says).toContain(`document ${whole} from row 2`)
  expect(cure).toContain('backup')
})
