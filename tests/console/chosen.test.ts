import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import {
  consent,
  hiddenFields,
  proveThePhone,
  type Recipient,
  readAsLines,
} from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole, postRaw } from './console-visitor.ts'

let server: TestServer
let integrator: Integrator
let sender: Caller
let console_: Recipient
let plain: Recipient
let database: Client
const concluded: Sent[] = []

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  sender = await aCaller(server.url, server.clientId)
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
  for (let n = 0; n < 2; n++) {
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients,
      title: '../同じ:契約',
    })
    await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
    await waitForStatus(sent, 2)
    concluded.push(sent)
  }
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  console_ = await enterConsole(server)
  plain = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
}, 120_000)
afterAll(async () => {
  await database.end()
  await server.close()
})

const tokenOf = async (by: Recipient) =>
  hiddenFields((await by.get('/console/documents')).html, '/console/sign-out').form_token ?? ''
const chosen = (ids: string[]) => Object.fromEntries(ids.map((id) => [`chosen_${id}`, '1']))
const post = async (by: Recipient, path: string, ids: string[], more: Record<string, string> = {}) => {
  const fields = { form_token: await tokenOf(by), ...chosen(ids), ...more }
  const answer = await postRaw(`${server.url}/console/documents/chosen${path}`, by, fields)
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: answer.headers, bytes, html: readAsLines(bytes.toString()) }
}
const statusOf = async (id: string) => (await sender.call('GET', `/documents/${id}`)).body.status
async function awaiting(recipient?: Record<string, string>): Promise<string> {
  const drafted = await aFullDraft(sender, recipient)
  expect((await sender.call('POST', drafted.path)).status).toBe(200)
  return drafted.id
}
const byMail = { name: '佐藤', email: 'sato@example.com' }

/** Files of a ZIP whose files are stored as they are, by the directory at its end. */
function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [size, name, extra, comment] = [
      zip.readUInt32LE(at + 24),
      ...[28, 30, 32].map((by) => zip.readUInt16LE(at + by)),
    ]
    const local = zip.readUInt32LE(at + 42)
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    files.set(
      zip.subarray(at + 46, at + 46 + (name ?? 0)).toString(),
      zip.subarray(begins, begins + (size ?? 0)),
    )
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return files
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('the ZIP of several documents', () => {
  test('holds sealed files and certificates byte for byte, under names that are safe and each there once', async () => {
    const draft = (await aFullDraft(sender)).id
    const ids = [...concluded.map(({ documentId }) => documentId), draft]
    const asked = await post(console_, '', ids, { act: 'download' })
    expect(asked.html).toContain('2件の書類の締結済みファイル')
    expect(asked.html).toContain('まだ締結されていません。')
    const { status, headers, bytes } = await post(console_, '/download', ids)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/zip'])
    const files = readZip(bytes)
    const names = [...files.keys()]
    expect(names.filter((name) => name.includes('合意締結証明書'))).toEqual([
      '_同じ_契約/合意締結証明書.pdf',
      '_同じ_契約 (2)/合意締結証明書.pdf',
    ])
    expect(names.some((name) => name.includes('..') || name.startsWith('/') || name.includes('\\'))).toBe(
      false,
    )
    expect(names.at(-1)).toBe('一覧.csv')
    const packed = new Set([...files.values()].map(sha256))
    for (const { documentId } of concluded) {
      const { body } = await sender.call('GET', `/documents/${documentId}`)
      const file = await integrator.download(`/documents/${documentId}/files/${body.files[0].id}`)
      const certificate = await integrator.download(`/documents/${documentId}/certificate`)
      expect(packed.has(sha256(file.bytes))).toBe(true)
      expect(packed.has(sha256(certificate.bytes))).toBe(true)
    }
    const { rows } = await database.query(`select row from team_events where type = 'export.documents'`)
    expect(JSON.parse(rows[0].row).documentIds).toHaveLength(2)
  })

  test('tells of a file that cannot be read, and holds the others', async () => {
    const [first] = concluded
    const { rows } = await database.query('select certificate_key as key from documents where id = $1', [
      first?.documentId,
    ])
    await rm(join(server.dataDirectory, 'files', rows[0].key))
    const { bytes } = await post(
      console_,
      '/download',
      concluded.map(({ documentId }) => documentId),
    )
    const files = readZip(bytes)
    expect([...files.keys()].filter((name) => name.includes('合意締結証明書'))).toHaveLength(1)
    expect(files.get('一覧.csv')?.toString()).toContain('取り出せませんでした')
  })

  test('holds nothing of others', async () => {
    const { html } = await post(
      plain,
      '/download',
      concluded.map(({ documentId }) => documentId),
    )
    expect(html).toContain('見つかりませんでした')
    expect(html).not.toContain('同じ:契約')
  })
})

describe('several documents at once', () => {
  test('are cancelled with a reason, each that can be, and it is said of each', async () => {
    const [one, two] = [await awaiting(), await awaiting()]
    const over = concluded[0]?.documentId ?? ''
    const asked = await post(console_, '', [one, two, over], { act: 'cancel' })
    expect(asked.html).toContain('2件の書類を取り消します。')
    expect(asked.html).toContain('確認中の書類だけが取り消せます。')
    expect(await statusOf(one)).toBe(1)
    const done = await post(console_, '/cancel', [one, two, over], { comment: '条件が変わったため' })
    expect(done.html).toContain('取り消した書類（2）')
    expect(done.html).toContain('できなかった書類（1）')
    expect([await statusOf(one), await statusOf(two), await statusOf(over)]).toEqual([3, 3, 2])
    const { rows } = await database.query(
      `select snapshot->>'decline_comment' as comment from documents where id = $1`,
      [one],
    )
    expect(rows[0].comment).toBe('条件が変わったため')
    const again = await post(console_, '/cancel', [one])
    expect(again.html).toContain('確認中の書類だけが取り消せます。')
  })

  test('keep a reason that is too long or holds what nobody sees', async () => {
    const id = await awaiting()
    const long = await post(console_, '/cancel', [id], { comment: 'あ'.repeat(1001) })
    expect([long.status, long.html.includes('1,000文字以内で入力してください。')]).toEqual([400, true])
    await post(console_, '/cancel', [id], { comment: 'a\u202eb' })
    expect(await statusOf(id)).toBe(1)
  })

  test('are done as far as they can be when one fails, and the page tells of each', async () => {
    const ids = [await awaiting(), await awaiting(), await awaiting()].sort()
    await database.query(
      `create function fail_here() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
    )
    await database.query(
      `create trigger fails_here before update on documents for each row when (old.id = '${ids[1]}') execute function fail_here()`,
    )
    const done = await post(console_, '/cancel', ids)
    await database.query('drop function fail_here cascade')
    expect(done.status).toBe(200)
    expect(done.html).toContain('取り消した書類（2）')
    expect(done.html).toContain('できなかった書類（1）')
    expect(done.html).toContain('処理できませんでした。もう一度お試しください。')
    expect(await Promise.all(ids.map(statusOf))).toEqual([3, 1, 3])
  })

  test('are asked again by mail, where a mail asks', async () => {
    const [mailed, embedded] = [await awaiting(byMail), await awaiting()]
    const asked = await post(console_, '', [mailed, embedded], { act: 'remind' })
    expect(asked.html).toContain('1件の書類の確認依頼メール')
    expect(asked.html).toContain('メールではなく同意用URLをお渡しください。')
    const done = await post(console_, '/remind', [mailed, embedded])
    expect(done.html).toContain('再送した書類（1）')
    const { rows } = await database.query(
      `select count(*)::int as n from audit where document_id = $1 and type = 'turn.started' and row::json->>'again' = 'true'`,
      [mailed],
    )
    expect(rows[0].n).toBe(1)
  })

  test('are put into a cabinet that the member may open, and into no other', async () => {
    await database.query(`update teams set departments_enabled = true`)
    await database.query(
      `insert into departments (id, team_id, name, created_at, updated_at) select 'd1', id, '営業部', now(), now() from teams limit 1`,
    )
    await database.query(
      `insert into department_members (department_id, member_id) select 'd1', id from members where email = $1`,
      [server.email],
    )
    for (const [id, name] of [
      ['c1', '契約書'],
      ['c2', '人事'],
    ] as const)
      await database.query(
        `insert into cabinets (id, team_id, name, note, kind, created_at, updated_at) select $1, id, $2, '', 'ordinary', now(), now() from teams limit 1`,
        [id, name],
      )
    await database.query(`insert into cabinet_departments (cabinet_id, department_id) values ('c1', 'd1')`)
    const ids = concluded.map(({ documentId }) => documentId)
    const asked = await post(console_, '', ids, { act: 'file' })
    expect(asked.html).toContain('契約書')
    expect(asked.html).not.toContain('人事')
    const done = await post(console_, '/file', ids, { cabinet_id: 'c1' })
    expect(done.html).toContain('キャビネットに入れた書類（2）')
    expect((await console_.get('/console/documents?cabinet=c1')).html).toContain('<strong>2件</strong>')
    const foreign = await post(console_, '/file', ids, { cabinet_id: 'c2' })
    expect(foreign.html).toContain('できなかった書類（2）')
    await database.query(`update teams set departments_enabled = false`)
  })

  test('of others are not touched', async () => {
    const id = await awaiting(byMail)
    for (const act of ['remind', 'cancel', 'file', 'download']) {
      const { html } = await post(plain, `/${act}`, [id], { cabinet_id: 'c1' })
      expect(html).toContain('見つかりませんでした')
    }
    expect(await statusOf(id)).toBe(1)
  })

  test('must be chosen, by a form of ours, for an act that there is', async () => {
    const none = await post(console_, '', [], { act: 'remind' })
    expect([none.status, none.html.includes('書類が選ばれていません')]).toEqual([400, true])
    expect((await post(console_, '', [], { act: 'explode' })).status).toBe(403)
    expect((await post(console_, '/explode', [])).status).toBe(403)
    expect((await post(console_, '/cancel', [], { form_token: 'x' })).status).toBe(403)
  })
})
