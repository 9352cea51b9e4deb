import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, type Caller, upload } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let pdf: Buffer
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  pdf = Buffer.from(await contractPdf())
})
afterAll(() => server.close())

const path = '/imported_documents'
const importing = (raw: FormData, by = caller) => by.call('POST', path, { raw })
const named = (name: string, bytes: Uint8Array | string = pdf) => {
  const form = upload(bytes, 'upload.pdf')
  form.set('name', name)
  return form
}
const refusalOf = ({ status, body }: Answer) => [status, body.error]
const stored = async () => {
  const names = await readdir(join(server.dataDirectory, 'files'), { recursive: true }).catch(() => [])
  return names.filter((name) => name.endsWith('.pdf')).length
}

describe('an imported document', () => {
  test('is final, of the name of its upload, processed at the import', async () => {
    const { status, body } = await importing(upload(pdf, '売買契約書.pdf'))
    expect(status).toBe(200)
    expect(body).toMatchObject({ title: '売買契約書.pdf', note: '', message: '', status: 13, sent_at: null })
    expect(Object.keys(body).sort()).toEqual(
      [
        ...['id', 'user_id', 'title', 'note', 'message', 'status', 'can_transfer', 'private', 'sent_at'],
        ...['last_processed_at', 'created_at', 'updated_at', 'participants', 'files'],
      ].sort(),
    )
    expect(body.files).toEqual([{ id: expect.any(String), name: '売買契約書.pdf', order: 0, total_pages: 2 }])
    expect(body.participants).toHaveLength(1)
    expect(body.participants[0]).toMatchObject({ email: server.email, order: 0 })
    expect(body.participants[0].processed_at).toBe(body.last_processed_at)
    expect(body.last_processed_at.slice(0, 19)).toBe(body.created_at.slice(0, 19))
  })

  test('is read, listed and downloaded as it was uploaded, and has no certificate', async () => {
    const { body } = await importing(named('原本.pdf'))
    const document = `/documents/${body.id}`
    const read = await caller.call('GET', document)
    expect(read.body).toMatchObject({ status: 13, reportees: [], attachment: null, decline_comment: '' })
    expect(read.body.files[0].widgets).toEqual([])
    const listed = await caller.call('GET', '/documents?status=-1')
    expect(listed.body.documents[0]).toMatchObject({ id: body.id, status: 13 })
    const fetched = await fetch(`${server.url}${document}/files/${body.files[0].id}`, {
      headers: { authorization: `Bearer ${caller.token}` },
    })
    expect(Buffer.from(await fetched.arrayBuffer()).equals(pdf)).toBe(true)
    expect(refusalOf(await caller.call('GET', `${document}/certificate`))).toEqual([404, 'not_found'])
  })

  test.each([
    ['PUT', '', 403, 'not_acceptable'],
    ['POST', '', 403, 'not_acceptable'],
    ['DELETE', '', 400, 'bad_request'],
    ['PUT', '/decline', 400, 'bad_request'],
    ['POST', '/participants', 403, 'not_acceptable'],
    ['POST', '/files', 403, 'not_acceptable'],
  ])('stays as it is: %s …%s is refused', async (method, rest, status, error) => {
    const { body } = await importing(named('変えられません.pdf'))
    const answer = await caller.call(method, `/documents/${body.id}${rest}`, { form: { title: 'x' } })
    expect(refusalOf(answer)).toEqual([status, error])
  })

  test('shows in the console, with its file and what happened', async () => {
    const { enterConsole } = await import('#tests/console/console-visitor.ts')
    const { body } = await importing(named('管理画面で見る契約書.pdf'))
    const browser = await enterConsole(server)
    const list = await browser.get('/console/documents?status=imported')
    expect(list.html).toContain('管理画面で見る契約書.pdf')
    const page = await browser.get(`/console/documents/${body.id}`)
    expect(page.html).toContain('インポート')
    expect(page.html).toContain('書類がインポートされました')
    expect(page.html).toContain('インポートしたファイルです')
    expect(page.html).not.toContain('送信日時')
  })
})

test('a PDF that is certified against any change, as usual elsewhere, is taken as it is', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }] })
  await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
  await waitForStatus(sent, 2)
  const headers = { authorization: `Bearer ${caller.token}` }
  const answer = await fetch(`${server.url}/documents/${sent.documentId}/certificate`, { headers })
  const certified = Buffer.from(await answer.arrayBuffer())
  const draft = await caller.call('POST', '/documents')
  const raw = upload(certified, '証明書.pdf')
  expect((await caller.call('POST', `/documents/${draft.body.id}/files`, { raw })).status).toBe(400)
  const { status, body } = await importing(upload(certified, '証明書.pdf'))
  expect([status, body.status]).toEqual([200, 13])
  const fetched = await fetch(`${server.url}/documents/${body.id}/files/${body.files[0].id}`, { headers })
  expect(Buffer.from(await fetched.arrayBuffer()).equals(certified)).toBe(true)
})

describe('the name', () => {
  test.each([
    ['given', `${'長'.repeat(64)}.pdf`],
    ['counted in characters', `${'𠮷'.repeat(64)}.pdf`],
    ['in capitals', '契約書.PDF'],
  ])('may be %s', async (_how, name) => {
    const { status, body } = await importing(named(name))
    expect([status, body.title, body.files[0].name]).toEqual([200, name, name])
  })

  test.each([
    '契約書',
    '契約書.pdf.zip',
    '.pdf',
    '   .pdf',
    '　.pdf',
    `${'長'.repeat(65)}.pdf`,
    'a\0b.pdf',
  ])('%o is refused, given or of the upload, and nothing is kept', async (name) => {
    const before = await stored()
    const answers = [await importing(named(name))]
    if (!name.includes('\0')) answers.push(await importing(upload(pdf, name)))
    for (const answer of answers) {
      expect(refusalOf(answer)).toEqual([400, 'bad_request'])
      expect(answer.body.message).toContain('`name`')
    }
    expect(await stored()).toBe(before)
  })

  test('that is empty is the name of the upload', async () => {
    const { body } = await importing(named(''))
    expect(body.title).toBe('upload.pdf')
  })
})

describe('what is no readable PDF is refused with 400', () => {
  test.each([
    ['an empty file', ''],
    ['something else', 'hello'],
    ['a PDF without its end', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'],
    ['nonsense', `%PDF-1.7\n${'x'.repeat(100)}\n%%EOF\n`],
  ])('%s', async (_what, bytes) => {
    const before = await stored()
    const answer = await importing(named('a.pdf', bytes))
    expect(refusalOf(answer)).toEqual([400, 'bad_request'])
    expect(answer.body.message).toContain('`uploadfile`')
    expect(await stored()).toBe(before)
  })

  test('and so is no file at all', async () => {
    const form = new FormData()
    form.set('name', 'a.pdf')
    const answer = await importing(form)
    expect(refusalOf(answer)).toEqual([400, 'bad_request'])
    expect(answer.body.message).toContain('`uploadfile`')
  })
})

test('a part may be declared as anything, the body only as multipart', async () => {
  expect((await importing(upload(pdf, 'a.pdf', 'text/plain'))).status).toBe(200)
  const answer = await caller.call('POST', path, { form: { name: 'a.pdf' } })
  expect(refusalOf(answer)).toEqual([415, 'unsupported_media_type'])
})

test('a body over 50 MB is 413 in its own words', async () => {
  const answer = await importing(upload(new Uint8Array(50 * 1024 * 1024 + 1)))
  expect(refusalOf(answer)).toEqual([413, 'payload_too_large'])
})

describe('who may', () => {
  test('a document administrator, not another member', async () => {
    const administrator = { email: 'importer@example.jp', documentAdministrator: true }
    const allowed = await aCaller(server.url, await aClientOf(server, administrator))
    const other = await aCaller(server.url, await aClientOf(server, { email: 'nobody@example.jp' }))
    expect((await importing(named('a.pdf'), allowed)).status).toBe(200)
    expect(refusalOf(await importing(named('a.pdf'), other))).toEqual([403, 'forbidden'])
    const { status } = await other.call('POST', path, { form: { name: 'x' } })
    expect(status).toBe(403)
  })

  test('nobody where the team has imports switched off', async () => {
    await sql(server, 'update teams set imports_enabled = false')
    expect(refusalOf(await importing(named('a.pdf')))).toEqual([403, 'forbidden'])
    await sql(server, 'update teams set imports_enabled = true')
  })
})

describe('the cabinet', () => {
  const inCabinet = (id: string) => {
    const form = named('a.pdf')
    form.set('cabinet_id', id)
    return form
  }

  test('is refused in a team without departments', async () => {
    const answer = await importing(inCabinet('x'))
    expect(refusalOf(answer)).toEqual([400, 'bad_request'])
    expect(answer.body.message).toContain('`cabinet_id`')
    expect((await importing(inCabinet(''))).status).toBe(200)
  })

  test('is needed in a team with departments, and must be open to the member', async () => {
    const importer = { email: 'd@example.jp', teamId: 'departments', documentAdministrator: true }
    const member = await aCaller(server.url, await aClientOf(server, importer))
    await sql(server, "update teams set departments_enabled = true where id = 'departments'")
    await sql(
      server,
      `insert into departments (id, team_id, name, created_at, updated_at)
       values ('mine', 'departments', '営業部', now(), now()), ('theirs', 'departments', '法務部', now(), now())`,
    )
    await sql(server, "insert into department_members values ('mine', 'member-d@example.jp')")
    await sql(
      server,
      `insert into cabinets (id, team_id, name, note, kind, created_at, updated_at)
       values ('open', 'departments', '売買', '', 'ordinary', now(), now()),
         ('closed', 'departments', '人事', '', 'ordinary', now(), now())`,
    )
    await sql(server, "insert into cabinet_departments values ('open', 'mine'), ('closed', 'theirs')")
    for (const form of [named('a.pdf'), inCabinet(''), inCabinet('closed'), inCabinet('unknown')]) {
      const answer = await importing(form, member)
      expect(refusalOf(answer)).toEqual([400, 'bad_request'])
      expect(answer.body.message).toContain('`cabinet_id`')
    }
    expect((await importing(inCabinet('open'), member)).status).toBe(200)
  })
})
