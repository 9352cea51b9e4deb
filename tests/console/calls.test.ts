/** The calls of a team's clients, and where its return URL leads. */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aDraft, type Caller } from '../web-api/caller.ts'
import { enterConsole } from './console-visitor.ts'

let server: TestServer
let caller: Caller
let administrator: Recipient

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
})
afterAll(() => server.close())

const lines = (html: string) =>
  [
    ...html.matchAll(
      /<code class="call-path">([^<]*)<\/code>[\s\S]*?<span class="dot"[^>]*><\/span>(\d+)<\/span>(?:<code[^>]*>([^<]*))?/g,
    ),
  ].map(([, path, status, error]) => [path, status, error].filter((each) => each !== undefined).join(' '))
const idOf = ({ headers }: { headers: Headers }) => headers.get('x-request-id') ?? ''

describe('the calls of a team', () => {
  test('are none, and then stand there, with their patterns, what became of them and how long they took', async () => {
    expect((await administrator.get('/console/calls')).html).toContain('呼び出しはまだありません')
    caller = await aCaller(server.url, server.clientId)
    const id = await aDraft(caller)
    await caller.call('GET', `/documents/${id}`)
    await caller.call('GET', `/documents/${'f'.repeat(32)}`)
    await caller.call('POST', `/documents/${id}/participants`, { form: {} })
    await caller.call('DELETE', '/documents')
    const { html } = await administrator.get('/console/calls')
    expect(lines(html)).toEqual([
      'DELETE /documents 405 method_not_allowed',
      'POST /documents/:document_id/participants 400 field_missing',
      'GET /documents/:document_id 404 document_not_found',
      'GET /documents/:document_id 200',
      'POST /documents 200',
      'POST /token 200',
    ])
    expect(html).toMatch(/[0-9.]+ ms/)
  })

  test('are found by the X-Request-Id of the answer, and by client, method, path and result', async () => {
    const answer = await caller.call('GET', `/documents/${'f'.repeat(32)}`)
    const found = await administrator.get(`/console/calls?request_id=${idOf(answer)}`)
    expect(lines(found.html)).toEqual(['GET /documents/:document_id 404 document_not_found'])
    const of = async (query: string) => lines((await administrator.get(`/console/calls?${query}`)).html)
    expect(await of('method=DELETE')).toEqual(['DELETE /documents 405 method_not_allowed'])
    expect(await of('outcome=refused&method=POST')).toEqual([
      'POST /documents/:document_id/participants 400 field_missing',
    ])
    expect(await of('path=%2Ftoken')).toEqual(['POST /token 200'])
    expect(await of('outcome=failed')).toEqual([])
    expect((await administrator.get('/console/calls?outcome=failed')).html).toContain(
      '条件に合う呼び出しはありません',
    )
    const [client] = await rowsOf<{ id: string }>(server, 'select client_id as id from api_calls limit 1')
    expect(await of(`client=${client?.id}&method=DELETE`)).toHaveLength(1)
    expect(await of('client=another')).toEqual([])
    expect((await administrator.get('/console/calls?after=x&outcome=y&method[]=1')).status).toBe(200)
  })

  test('say of each client when it last called, once a minute and waiting for nobody', async () => {
    const client = async () => {
      await administrator.get('/console/calls')
      const [row] = await rowsOf<{ at: Date | null; version: string }>(
        server,
        'select last_used_at as at, xmin::text as version from clients',
      )
      return row
    }
    await caller.call('GET', '/documents')
    const first = await client()
    expect(first?.at).not.toBeNull()
    await caller.call('GET', '/documents')
    expect(await client()).toEqual(first)
    expect((await administrator.get('/console/clients')).html).toContain('最後の呼び出し')
    await rowsOf(server, `update clients set last_used_at = now() - interval '2 minutes'`)
    const holder = new Client({ connectionString: server.databaseUrl })
    await holder.connect()
    await holder.query('begin; select 1 from clients for update')
    const { headers } = await caller.call('GET', '/documents')
    const page = await administrator.get(`/console/calls?request_id=${idOf({ headers })}`)
    expect(lines(page.html)).toHaveLength(1)
    await holder.query('rollback')
    await holder.end()
    await caller.call('GET', '/documents')
    expect((await client())?.at?.getTime()).toBeGreaterThan((first?.at?.getTime() ?? 0) - 1)
  })

  test('hold no token, no id of a document, nothing of a query or a body', async () => {
    const id = await aDraft(caller, { title: '秘密の題名' })
    await caller.call('GET', `/documents?page=1&status=0`)
    await administrator.get('/console/calls')
    const rows = JSON.stringify(await rowsOf(server, 'select * from api_calls'))
    for (const secret of [caller.token, id, '秘密の題名', 'page=1', server.clientId])
      expect(rows).not.toContain(secret)
  })

  test('of somebody without a token are nowhere, and another team sees none', async () => {
    const before = await rowsOf(server, 'select 1 from api_calls')
    await caller.call('GET', '/documents', { token: 'unknown' })
    await administrator.get('/console/calls')
    expect(await rowsOf(server, 'select 1 from api_calls')).toHaveLength(before.length)
    await rowsOf(
      server,
      `insert into api_calls (team_id, client_id, at, method, path, status, milliseconds, request_id)
       values ('another', 'c', now(), 'GET', '/of-another-team', 200, 1, 'an-id-of-theirs')`,
    )
    expect((await administrator.get('/console/calls')).html).not.toContain('/of-another-team')
    expect(lines((await administrator.get('/console/calls?request_id=an-id-of-theirs')).html)).toEqual([])
  })

  test('are at most ten thousand, read by page; more are removed as new ones come', async () => {
    await rowsOf(
      server,
      `insert into api_calls (team_id, client_id, at, method, path, status, milliseconds, request_id)
       select t.id, 'c', now(), 'GET', '/cabinets', 200, 1, 'request-' || n from teams t, generate_series(1, 12000) n`,
    )
    const oldest = await administrator.get('/console/calls?request_id=request-1')
    expect(lines(oldest.html)).toEqual([])
    expect(lines((await administrator.get('/console/calls?request_id=request-12000')).html)).toHaveLength(1)
    const first = await administrator.get('/console/calls?path=%2Fcabinets')
    expect(lines(first.html)).toHaveLength(50)
    const next =
      /href="(\/console\/calls\?[^"]*after=[^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await administrator.get(next)
    expect(lines(second.html)).toHaveLength(50)
    expect(second.html).not.toContain('request-12000<')
    // A process that begins cuts with its first batch.
    await server.kill()
    await server.restart()
    await caller.call('GET', '/documents')
    const [team] = await rowsOf<{ id: string }>(server, 'select id from teams')
    await until('the oldest are gone', async () => {
      const [row] = await rowsOf<{ count: number }>(
        server,
        'select count(*)::int as count from api_calls where team_id = $1',
        team?.id,
      )
      return (row?.count ?? 0) <= 10_000
    })
  })

  test('of the last second are written when the server stops', async () => {
    const ids: string[] = []
    for (let n = 0; n < 20; n++) ids.push(idOf(await caller.call('GET', '/documents')))
    await server.process().stop()
    const found = await rowsOf(server, 'select 1 from api_calls where request_id = any($1)', ids)
    expect(found).toHaveLength(20)
    await server.restart()
  })
})

describe('the return URL tester', () => {
  const urls = (html: string) =>
    [...html.matchAll(/<code class="return-url">(.*?)<\/code>/gs)].map(([, url = '']) =>
      url.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&'),
    )

  test('shows what would be opened for each outcome, with the parameters as the team has named them', async () => {
    await rowsOf(
      server,
      `update teams set return_url = 'https://shop.example/back?plan=a', return_parameter_document = 'doc', return_parameter_error = 'why'`,
    )
    const { html } = await administrator.get('/console/return-url')
    expect(urls(html)).toEqual([
      'https://shop.example/back?plan=a&doc=sample-document-id&participant_id=sample-participant-id',
      ...['declined', 'expired', 'locked', 'not_available'].map(
        (why) =>
          `https://shop.example/back?plan=a&doc=sample-document-id&participant_id=sample-participant-id&why=${why}`,
      ),
    ])
    expect(html).toContain('rel="noopener noreferrer"')
  })

  test('says where to register one where there is none', async () => {
    await rowsOf(server, 'update teams set return_url = null')
    const { html } = await administrator.get('/console/return-url')
    expect(urls(html)).toEqual([])
    expect(html).toContain('戻り先URLがまだ登録されていません')
  })
})
