import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aSentDocument, type Caller, upload } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

const path = '/team_documents'
const recipient = { name: '宛先', email: 'recipient@example.com', access_code: 'secret' }

let server: TestServer
let administrator: Caller
let colleague: Caller
/** By what they are: awaiting, of the colleague, cancelled, imported. */
const ids: Record<string, string> = {}
beforeAll(async () => {
  server = await startTestServer()
  administrator = await aCaller(server.url, server.clientId)
  colleague = await aCaller(server.url, await aClientOf(server, { email: 'colleague@example.jp' }))
  await sql(server, 'update teams set private_documents = true')
  await aDraft(colleague)
  ids.colleague = (await aSentDocument(colleague, recipient)).id
  await colleague.call('PUT', `/documents/${ids.colleague}`, { form: { note: 'x' } })
  ids.awaiting = (await aSentDocument(administrator, recipient)).id
  const cancelled = await aSentDocument(administrator, recipient)
  ids.cancelled = cancelled.id
  await administrator.call('PUT', `${cancelled.path}/decline`)
  const raw = upload(await contractPdf(), '取込.pdf')
  ids.imported = (await administrator.call('POST', '/imported_documents', { raw })).body.id
  const stranger = { email: 'stranger@example.com', teamId: 'other' }
  const other = await aCaller(server.url, await aClientOf(server, stranger))
  await sql(
    server,
    "update teams set embedded_signing = true, return_url = 'https://a.example' where id = 'other'",
  )
  await aSentDocument(other)
})
afterAll(() => server.close())

type Listed = { id: string; status: number }
const listed = async (query = '', by = administrator) => (await by.call('GET', `${path}${query}`)).body
const idsOf = ({ documents }: { documents: Listed[] }) => documents.map(({ id }) => id)

describe('the list', () => {
  test("holds every member's documents that were sent or imported, newest first, and nobody else's", async () => {
    const body = await listed()
    expect(body).toMatchObject({ total: 4, page: 1 })
    expect(idsOf(body)).toEqual([ids.imported, ids.cancelled, ids.awaiting, ids.colleague])
    expect(body.documents.map(({ status }: Listed) => status)).toEqual([13, 3, 1, 1])
  })

  test('leaves files, participants, reportees and attachment out unless they are asked for', async () => {
    const members = async (query: string) => {
      const body = await listed(query)
      return ['files', 'participants', 'reportees', 'attachment'].filter((name) => name in body.documents[0])
    }
    expect(await members('')).toEqual([])
    expect(await members('?with_files=&with_participants=1&with_reportees=n&with_attachment=true')).toEqual(
      [],
    )
    for (const each of ['files', 'participants', 'reportees', 'attachment']) {
      expect(await members(`?with_${each}=y`)).toEqual([each])
    }
  })

  test('tells access codes only of the documents that the caller sent', async () => {
    const { documents } = await listed('?with_participants=y')
    const codeIn = (id?: string) =>
      documents.find((each: Listed) => each.id === id)?.participants[1].access_code
    expect(codeIn(ids.awaiting)).toBe('secret')
    expect(codeIn(ids.colleague)).toBeUndefined()
  })

  test('is not filtered by state: the parameter is passed over', async () => {
    expect((await listed('?status=3')).total).toBe(4)
    expect((await listed('?status=nonsense')).total).toBe(4)
  })

  test('from and to are inclusive, on the last processing', async () => {
    const { documents } = await listed()
    const at = (index: number) => encodeURIComponent(documents[index].last_processed_at)
    expect(idsOf(await listed(`?from=${at(2)}`))).toEqual([ids.imported, ids.cancelled, ids.awaiting])
    expect(idsOf(await listed(`?to=${at(2)}`))).toEqual([ids.awaiting, ids.colleague])
    expect(await listed(`?from=${at(2)}&to=${at(2)}`)).toMatchObject({ total: 1 })
    expect((await listed('?from=&to=')).total).toBe(4)
  })

  test.each(['from=yesterday', 'to=2026-11-22'])('%s is refused', async (query) => {
    const { status, body } = await administrator.call('GET', `${path}?${query}`)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${query.split('=')[0]}\``)
  })

  test('a senseless page is the first, one past the end is empty', async () => {
    for (const page of ['', '0', '-1', 'x']) expect((await listed(`?page=${page}`)).page).toBe(1)
    expect(await listed('?page=2')).toEqual({ total: 4, page: 2, documents: [] })
  })
})

test('private documents are there for their administrators only, counted and listed', async () => {
  const email = 'second@example.jp'
  const second = await aCaller(server.url, await aClientOf(server, { email }))
  await sql(server, 'update members set team_administrator = true where email = $1', [email])
  const open = idsOf(await listed('', second))
  expect(open).toHaveLength(4)
  await sql(server, amendDocument, [ids.awaiting, { private: true }])
  const body = await listed('', second)
  expect(body.total).toBe(3)
  expect(idsOf(body)).toEqual(open.filter((id) => id !== ids.awaiting))
  expect((await listed()).total).toBe(4)
  await sql(server, 'update members set private_document_administrator = true where email = $1', [email])
  expect((await listed('', second)).total).toBe(4)
})

describe('it is forbidden', () => {
  test('for members who do not administrate the team, document administrators included', async () => {
    await sql(server, "update members set document_administrator = true where email = 'colleague@example.jp'")
    const { status, body } = await colleague.call('GET', path)
    expect([status, body.error]).toEqual([403, 'forbidden'])
  })

  test('for teams with departments', async () => {
    await sql(server, 'update teams set departments_enabled = true')
    const { status, body } = await administrator.call('GET', path)
    expect([status, body.error]).toEqual([403, 'forbidden'])
  })
})
