import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Musubi } from '#sdk/calls.ts'
import { musubi } from '#sdk/client.ts'
import { MusubiRefused } from '#sdk/refused.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { sql } from '#tests/web-api/other-clients.ts'

let server: TestServer
let client: Musubi
const asked: string[] = []
const pdf = await contractPdf()

beforeAll(async () => {
  server = await startTestServer()
  client = aClient()
})
afterAll(() => server.close())

function aClient(clientId = server.clientId): Musubi {
  return musubi({
    baseUrl: server.url,
    clientId,
    fetch: (input, init) => {
      const request = new Request(input, init)
      asked.push(`${request.method} ${new URL(request.url).pathname}`)
      return fetch(request)
    },
  })
}

const refusalOf = async (call: Promise<unknown>): Promise<MusubiRefused> => {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof MusubiRefused)) throw new Error(`not refused: ${thrown}`)
  return thrown
}
const tokensAsked = () => asked.filter((each) => each === 'POST /token').length

test('an agreement is drafted, sent, opened and fetched, each call by its name', async () => {
  const { id: document_id, participants } = await client.createDocument({
    title: '契約書',
    can_transfer: false,
  })
  expect(participants.map(({ order }) => order)).toEqual([0])
  const { files } = await client.addFile({ document_id, name: '契約書.pdf', uploadfile: pdf })
  const recipient = { document_id, name: '山田 花子', tel: '09012345678', callback: true }
  const participant_id = (await client.addParticipant(recipient)).participants[1]?.id ?? ''
  const file_id = files[0]?.id ?? ''
  const at = { page: 0, x: 60, y: 60 }
  const { files: marked } = await client.addWidget({ document_id, file_id, participant_id, type: 0, ...at })
  expect(marked[0]?.widgets).toHaveLength(1)
  expect((await client.sendOrRemind({ document_id })).status).toBe(1)
  expect((await client.issueSigningUrl({ document_id, participant_id })).url).toMatch(/^http.*\/s\//)

  const file = await client.getFile({ document_id, file_id })
  expect(file.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await file.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-')
  const { documents, total } = await client.listDocuments({ status: '1', with_files: 'n' })
  expect([total, documents[0]?.id, documents[0]?.files]).toEqual([1, document_id, undefined])
})

test('what has no answer answers nothing', async () => {
  const { id } = await client.createDocument()
  expect(await client.deleteDocument({ document_id: id })).toBeUndefined()
})

describe('a file is uploaded', () => {
  async function* inPieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < pdf.length; at += 1000) yield pdf.subarray(at, at + 1000)
  }
  test.each([
    ['from bytes', () => pdf],
    ['from a Blob', () => new Blob([pdf as BlobPart])],
    ['from a stream', inPieces],
    ['from a Readable', () => Readable.from(inPieces())],
  ])('%s', async (_what, uploadfile) => {
    const { id: document_id } = await client.createDocument()
    const { files } = await client.addFile({ document_id, name: '契約 「書」.pdf', uploadfile: uploadfile() })
    expect(files[0]?.name).toBe('契約 「書」.pdf')
    const answer = await client.getFile({ document_id, file_id: files[0]?.id ?? '' })
    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true)
  })

  test('under its own name where none is given', async () => {
    const { id: document_id } = await client.createDocument()
    const uploadfile = new File([pdf as BlobPart], '覚書.pdf')
    expect((await client.addFile({ document_id, uploadfile })).files[0]?.name).toBe('覚書.pdf')
  })
})

describe('the token', () => {
  test('is fetched once, also by calls that start together', async () => {
    const fresh = aClient()
    const before = tokensAsked()
    await Promise.all(Array.from({ length: 5 }, () => fresh.listDocuments()))
    expect(tokensAsked() - before).toBe(1)
  })

  test('is fetched anew when the server does not take it any more', async () => {
    await client.listDocuments()
    await sql(server, 'update clients set token_hash = null, token_sealed = null, token_expires_at = null')
    const before = tokensAsked()
    const { id } = await client.createDocument({ title: '二度目の鍵' })
    expect(id).toHaveLength(32)
    expect(tokensAsked() - before).toBe(1)
  })

  test('a stream cannot be sent twice, so the refusal is told', async () => {
    const { id: document_id } = await client.createDocument()
    await sql(server, 'update clients set token_hash = null, token_sealed = null, token_expires_at = null')
    async function* once() {
      yield pdf
    }
    const refused = await refusalOf(client.addFile({ document_id, uploadfile: once() }))
    expect([refused.status, refused.error]).toEqual([401, 'unauthorized'])
  })
})

describe('a refusal is thrown with its code and its words', () => {
  test.each([
    ['an unknown document', (it: Musubi) => it.getDocument({ document_id: 'x' }), 404, 'not_found'],
    [
      'a title that is too long',
      (it: Musubi) => it.createDocument({ title: 'a'.repeat(501) }),
      400,
      'bad_request',
    ],
  ])('%s', async (_what, call, status, error) => {
    const refused = await refusalOf(call(aClient()))
    expect([refused.status, refused.error]).toEqual([status, error])
    expect(refused.message).toMatch(/`\w+`/)
  })

  test('an unknown client', async () => {
    const refused = await refusalOf(aClient('nobody').listDocuments())
    expect([refused.status, refused.error]).toEqual([400, 'invalid_client'])
  })
})

test('a creating call under a key is carried out once', async () => {
  const create = () => aClient().createDocument({ title: '一度' }, { idempotencyKey: 'sdk-1' })
  const [first, again] = [await create(), await create()]
  expect(again).toEqual(first)
})

test('what the description does not know does not compile', () => {
  const wrong = [
    // @ts-expect-error no such parameter
    () => client.createDocument({ titel: '' }),
    // @ts-expect-error the name is missing
    () => client.addParticipant({ document_id: '' }),
    // @ts-expect-error no such status
    () => client.listDocuments({ status: '17' }),
    // @ts-expect-error the file is missing
    () => client.addFile({ document_id: '' }),
  ]
  expect(wrong).toHaveLength(4)
})

test('the committed types are those of the present description', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/sdk.mjs', '--print'], {
    maxBuffer: 16 * 1024 * 1024,
  })
  expect(await readFile('sdk/web-api.ts', 'utf8')).toBe(stdout)
})
