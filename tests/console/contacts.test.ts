/** The address book of a member: whom they asked before, for them alone, as long as they and their team want it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, sendDocument, signInIntegrator } from '#tests/support/integrator.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'
import { postFiles } from './making-visitor.ts'

let server: TestServer
let member: Recipient
let colleague: Recipient

beforeAll(async () => {
  server = await startTestServer()
  member = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
})
afterAll(() => server.close())

async function aDraft(who: Recipient): Promise<string> {
  await who.get('/console/documents/new')
  const page = await postFiles(who, '/console/documents/new', [
    { name: '契約書.pdf', bytes: await contractPdf() },
  ])
  return /documents\/([0-9a-f]{32})\/draft/.exec(page.url)?.[1] ?? ''
}

/** Made and sent out of the console. */
async function asks(who: Recipient, people: Record<string, string>[]): Promise<void> {
  const id = await aDraft(who)
  for (const person of people) {
    await who.get(`/console/documents/${id}/draft`)
    await who.post(`/console/documents/${id}/people`, person)
  }
  const { html } = await who.get(`/console/documents/${id}/send`)
  const seen = formEntries(html).seen ?? ''
  await who.post(`/console/documents/${id}/send`, { seen })
  const [row] = await rowsOf<{ status: string }>(server, 'select status from documents where id = $1', id)
  expect(row?.status).toBe('awaiting')
}

const tel = '09012345678'
const offered = async (who: Recipient, q: string) =>
  JSON.parse((await who.get(`/console/contacts/offered?q=${encodeURIComponent(q)}`)).html).contacts

test('keeps whom a document of the console was sent to, once, encrypted, and offers them by name, company and number', async () => {
  expect((await member.get('/console/contacts')).html).toContain('まだだれもいません')
  const hanako = { how: 'sms', name: '山田 花子', organization: '株式会社ミナト', tel }
  await asks(member, [hanako, { how: 'mail', name: 'John Smith', email: 'j.smith@example.com' }])
  await asks(member, [hanako])
  const rows = await rowsOf<{ person_sealed: string }>(server, 'select person_sealed from contacts')
  expect(rows).toHaveLength(2)
  expect(JSON.stringify(rows)).not.toMatch(/山田|ミナト|09012345678|smith/i)
  const person = { name: '山田 花子', organization: '株式会社ミナト', tel, email: '' }
  for (const typed of ['山田', 'ﾐﾅﾄ', '090-1234']) expect(await offered(member, typed)).toEqual([person])
  expect(await offered(member, '')).toEqual([])
  expect(await offered(member, 'smith')).toHaveLength(1)
})

test('nothing of it is there for a colleague, who forgets nothing of it either', async () => {
  expect(await offered(colleague, '山田')).toEqual([])
  const page = await colleague.get('/console/contacts')
  expect([page.status, page.html.includes('山田')]).toEqual([200, false])
  const [row] = await rowsOf<{ id: string }>(server, 'select id from contacts limit 1')
  await colleague.get('/console/contacts')
  await colleague.post(`/console/contacts/${row?.id}/forget`)
  await colleague.post('/console/contacts/forget-all')
  expect(await rowsOf(server, 'select 1 from contacts')).toHaveLength(2)
  const draft = await aDraft(colleague)
  expect((await colleague.get(`/console/documents/${draft}/draft?contact=${row?.id}`)).html).not.toContain(
    '山田',
  )
  expect((await colleague.post('/console/contacts/off')).status).toBe(403)
})

test('a row that is lifted into a colleague’s book opens for nobody, is logged and keeps nobody from the others', async () => {
  await rowsOf(
    server,
    `insert into contacts select 'lifted', m.id, c.person_hash, c.person_sealed, c.used_at from contacts c, members m
     where m.email = 'plain@example.jp' limit 1`,
  )
  expect((await colleague.get('/console/contacts')).html).not.toContain('山田')
  const logged = /"event":"contact.unreadable","contact":"lifted"/
  await until('it is logged', () => logged.test(server.process().output()))
  await rowsOf(server, `delete from contacts where id = 'lifted'`)
})

test('among a hundred thousand people of others the members’ own are read by their index, in order and a page at a time', async () => {
  await rowsOf(
    server,
    `insert into members (id, team_id, name, organization, email)
       select 'crowd-' || n, t.id, 'x', 'x', 'crowd-' || n || '@example.jp' from teams t, generate_series(1, 100) n`,
  )
  await rowsOf(
    server,
    `insert into contacts select md5('contact' || n), 'crowd-' || (n % 100 + 1), md5('hash' || n), 'spoiled',
       now() - n * interval '1 second' from generate_series(1, 100000) n`,
  )
  await rowsOf(server, 'analyze contacts')
  for (const behind of ['', `and (used_at, id) < (now() - interval '9 minutes', 'x')`]) {
    const plan = await rowsOf<{ 'QUERY PLAN': string }>(
      server,
      `explain (analyze, timing off, summary off) select id, person_hash, person_sealed, used_at from contacts
         where member_id = 'crowd-7' ${behind} order by used_at desc, id desc limit 100`,
    )
    const lines = plan.map((each) => each['QUERY PLAN']).join('\n')
    expect(lines).toMatch(/Index Scan Backward using contacts_of_member .*actual rows=100\b/)
    expect(lines).not.toMatch(/Sort|Seq Scan|Filter/)
  }
  expect(await offered(member, '山田')).toHaveLength(1)
  await rowsOf(server, `delete from contacts where member_id like 'crowd-%'`)
})

test('what is offered of a long book is all that fits, the last used first, however far behind it stands', async () => {
  const book = async () => {
    const people = Array.from({ length: 8 }, (_, n) => ({
      how: 'sms',
      name: `遠い ${n}`,
      tel: `0908000000${n}`,
    }))
    await asks(colleague, people)
    // Behind 250 others that were used later; spoiled, so that each of them would be told if it were opened.
    await rowsOf(
      server,
      `insert into contacts select md5('later' || n), m.id, md5('later' || n), 'spoiled', now() + n * interval '1 second'
         from members m, generate_series(1, 250) n where m.email = 'plain@example.jp'`,
    )
  }
  await book()
  expect(await offered(colleague, '遠い')).toHaveLength(8)
  expect(await offered(colleague, '遠い 3')).toMatchObject([{ name: '遠い 3' }])
  await rowsOf(server, `delete from contacts where person_sealed = 'spoiled'`)
  await colleague.get('/console/contacts/forget-all')
  await colleague.post('/console/contacts/forget-all')
})

test('without scripts a recipient is chosen from the list, and stands in the form of the draft', async () => {
  const draft = await aDraft(member)
  const { html } = await member.get(`/console/documents/${draft}/contacts?q=${encodeURIComponent('花子')}`)
  const href = new RegExp(`href="(/console/documents/${draft}/draft\\?contact=[0-9a-f]{32})#people"`).exec(
    html,
  )?.[1]
  const page = await member.get(href ?? '')
  const form = formEntries(/<form[^>]*class="add-person"[\s\S]*?<\/form>/.exec(page.html)?.[0] ?? '')
  expect(form).toMatchObject({ name: '山田 花子', organization: '株式会社ミナト', tel, how: 'sms' })
})

test('keeps nobody whom the Web API asks', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const recipients = [{ name: '顧客 一号', tel: freshTel() }]
  await sendDocument(integrator, { pdf: await contractPdf(), recipients })
  expect(await offered(member, '顧客')).toEqual([])
})

test('people are deleted one by one and all at once, asked for first', async () => {
  const { html } = await member.get('/console/contacts')
  const forget = [...html.matchAll(/action="(\/console\/contacts\/[0-9a-f]{32}\/forget)"/g)].map(
    ([, path = '']) => path,
  )
  expect(forget).toHaveLength(2)
  expect((await member.post(forget[0] ?? '')).html).toContain('アドレス帳から削除しました')
  expect(await rowsOf(server, 'select 1 from contacts')).toHaveLength(1)
  expect((await member.get('/console/contacts/forget-all')).html).toContain('1名をすべて削除')
  await member.post('/console/contacts/forget-all')
  expect(await rowsOf(server, 'select 1 from contacts')).toEqual([])
})

test('where the administrator switched it off, what was kept is gone and nothing is kept', async () => {
  await asks(member, [{ how: 'sms', name: '山田 花子', tel }])
  await member.get('/console/contacts/off')
  const page = await member.post('/console/contacts/off')
  expect(page.html).toContain('アドレス帳を使いません')
  expect(await rowsOf(server, 'select 1 from contacts')).toEqual([])
  await asks(member, [{ how: 'sms', name: '山田 花子', tel }])
  expect(await rowsOf(server, 'select 1 from contacts')).toEqual([])
  const draft = await aDraft(member)
  expect((await member.get(`/console/documents/${draft}/draft`)).html).not.toContain('アドレス帳から選ぶ')
  expect((await member.get('/console/history')).html).toContain('アドレス帳を使う')
  await member.get('/console/contacts')
  await member.post('/console/contacts/on')
  await asks(member, [{ how: 'sms', name: '山田 花子', tel }])
  expect(await rowsOf(server, 'select 1 from contacts')).toHaveLength(1)
})
