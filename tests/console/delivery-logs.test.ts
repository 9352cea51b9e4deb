/** What became of a team's messages, and of what stopped on the way: who sees it, and what they may do about it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
} from '#tests/support/integrator.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let integrator: Integrator
let administrator: Recipient
let colleague: Recipient

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  administrator = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
  await sql(
    server,
    `insert into teams (id, name) values ('other-team', '別の会社');
     insert into members (id, team_id, name, organization, email) values ('other-member', 'other-team', '', '', 'o@example.com')`,
  )
})
afterAll(() => server.close())

async function contract(title: string): Promise<Sent> {
  return sendDocument(integrator, {
    pdf: await contractPdf(),
    title,
    recipients: [{ name: '山田 花子', tel: freshTel() }],
  })
}

describe('what has used up its tries', () => {
  let sent: Sent
  beforeAll(async () => {
    sent = await contract('止まった契約')
  })
  beforeEach(() => sql(server, 'delete from graphile_worker._private_jobs where attempts >= max_attempts'))

  /** A job as the queue leaves one that failed for the last time. */
  async function park(job: string, payload: object): Promise<string> {
    await sql(
      server,
      `insert into graphile_worker._private_tasks (identifier) values ('${job}') on conflict do nothing`,
    )
    const [row] = await rowsOf<{ id: string }>(
      server,
      `insert into graphile_worker._private_jobs (task_id, payload, attempts, max_attempts, last_error)
       select id, $2, 25, 25, 'the TSA was away' from graphile_worker._private_tasks where identifier = $1 returning id::text`,
      job,
      JSON.stringify(payload),
    )
    return row?.id ?? ''
  }
  const parked = async () =>
    (
      await rowsOf<{ id: string }>(
        server,
        'select id::text from graphile_worker._private_jobs where attempts >= max_attempts',
      )
    ).map(({ id }) => id)

  test('is told of on the first page, in a list and on the page of its document, and goes on at a press', async () => {
    expect((await administrator.get('/console/home')).html).not.toContain('止まっている処理')
    expect((await administrator.get('/console/parked')).html).toContain('止まっている処理はありません')
    await park('sign-act', { documentId: sent.documentId, act: 0 })
    expect((await administrator.get('/console/home')).html).toContain('止まっている処理が1件あります')
    const { html } = await administrator.get('/console/parked')
    expect(html).toContain('止まった契約')
    expect(html).toContain('電子署名が付くまで')
    const page = await administrator.get(`/console/documents/${sent.documentId}`)
    expect(page.html).toContain('この書類の「電子署名」が止まっています。')
    const answer = await administrator.post('/console/parked/retry', { document: sent.documentId })
    expect(answer.html).toContain('止まっていた処理を、もう一度試しています。')
    await until('it was tried again', async () => (await parked()).length === 0)
    expect((await administrator.get('/console/home')).html).not.toContain('止まっている処理')
  })

  test('is told of to whoever sent the document, who leaves another try to an administrator', async () => {
    await park('conclude-document', { documentId: sent.documentId })
    await sql(server, `update members set team_administrator = false where team_id <> 'other-team'`)
    try {
      const { html } = await administrator.get('/console/home')
      expect(html).toContain('この書類の「締結」が止まっています。')
      expect(html).not.toContain('/console/parked')
      const page = await administrator.get(`/console/documents/${sent.documentId}`)
      expect(page.html).toContain('チームの管理者が、もう一度試せます。')
      expect(page.html).not.toContain('/console/parked/retry')
      expect((await administrator.get('/console/parked')).status).toBe(403)
      expect((await colleague.get('/console/home')).html).not.toContain('止まっています')
    } finally {
      await sql(server, `update members set team_administrator = true where email = '${server.email}'`)
    }
  })

  test('of another team is neither shown nor tried again, whatever is asked for', async () => {
    const others = await park('mail-sms-limit', {
      memberId: 'other-member',
      news: 'sms.limit_near',
      limit: 1,
    })
    const ours = await park('sign-act', { documentId: sent.documentId, act: 0 })
    expect((await administrator.get('/console/home')).html).toContain('止まっている処理が1件あります')
    expect((await administrator.get('/console/parked')).html).not.toContain(`name="job" value="${others}"`)
    await administrator.post('/console/parked/retry', { job: others })
    expect(await parked()).toEqual([others, ours])
    await administrator.post('/console/parked/retry', {})
    await until('ours was tried again', async () => (await parked()).length === 1)
    expect(await parked()).toEqual([others])
  })

  test('names no document that an administrator may not read', async () => {
    await park('deliver-mail', {
      documentId: sent.documentId,
      kind: 'concluded',
      readerId: 'x',
      occasion: '',
    })
    await sql(server, `update members set team_administrator = true where email = 'plain@example.jp'`)
    try {
      const { html } = await colleague.get('/console/parked')
      expect(html).toContain('ご覧になれない書類')
      expect(html).not.toContain('止まった契約')
    } finally {
      await sql(server, `update members set team_administrator = false where email = 'plain@example.jp'`)
    }
  })
})
