/**
 * Has a built checkout of an earlier release send documents, and keeps its rows, keys and files as a fixture of upgrade
 * tests: former-release.ts CHECKOUT FOLDER. The checkout needs `npm ci && npm run build`.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { sendDocument, signInIntegrator, signingUrl, waitForStatus } from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'

const [checkout = '/tmp/former', folder = 'tests/fixtures/former-release'] = process.argv.slice(2)
const work = mkdtempSync(join(tmpdir(), 'musubi-former-'))
const dataDirectory = join(work, 'data')
const port = 38_417
const url = `http://127.0.0.1:${port}`
const postgres = await startEmbeddedPostgres(join(work, 'database'))
const server = spawn(process.execPath, ['dist/server.mjs'], {
  cwd: resolve(checkout),
  stdio: 'inherit',
  env: {
    PORT: String(port),
    MUSUBI_DATA: dataDirectory,
    DATABASE_URL: postgres.administratorUrl,
    API_CALLS_PER_MINUTE: '0',
  },
})
try {
  for (
    let tries = 0;
    !(await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    ));
    tries++
  ) {
    if (tries > 600) throw new Error('the earlier release does not start')
    await sleep(100)
  }
  const known = JSON.parse(readFileSync(join(dataDirectory, 'evaluation.json'), 'utf8'))
  const integrator = await signInIntegrator(url, known.client_id)
  // Its page dictionary was written again with other numbers: the final verification refuses what it sent.
  const office = readFileSync('tests/fixtures/strangers/office-libreoffice.pdf')
  const person = (n: number) => ({ name: `受信者 ${n}`, tel: `0901111000${n}` })
  const [first, second, third, fourth, fifth] = [person(1), person(2), person(3), person(4), person(5)]
  const untouched = await sendDocument(integrator, { pdf: office, recipients: [first], title: '未同意' })
  const halfway = await sendDocument(integrator, {
    pdf: office,
    recipients: [second, third],
    title: '一人が同意済み',
  })
  const good = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [fourth],
    title: '問題なし',
  })
  const half = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [fifth, first],
    title: '問題なし、一人が同意済み',
  })
  for (const [sent, { tel }] of [
    [halfway, second],
    [half, fifth],
  ] as const) {
    await signed(sent.documentId, 1)
    await consent(await proveThePhone(await signingUrl(sent), tel, codeFor))
    await signed(sent.documentId, 2)
  }
  for (const { documentId } of [untouched, good]) await signed(documentId, 1)
  const documents = { untouched, halfway, good, half, ...(await inOtherStates()) }
  // As it answers for each of them, so that a later release can be asked for the same.
  const answers: Record<string, unknown> = {}
  for (const [name, { documentId }] of Object.entries(documents)) {
    answers[name] = (await integrator.call('GET', `/documents/${documentId}`)).body
  }
  server.kill('SIGTERM')
  await new Promise((done) => server.once('exit', done))
  await keep(documents, answers)
} finally {
  server.kill('SIGKILL')
  await postgres.stop()
  rmSync(work, { recursive: true, force: true })
}

/** A draft in which everything is said, and what has come to its end in one way or the other. */
async function inOtherStates() {
  const known = JSON.parse(readFileSync(join(dataDirectory, 'evaluation.json'), 'utf8'))
  const integrator = await signInIntegrator(url, known.client_id)
  const pdf = await contractPdf()
  const recipients = [{ name: '受信者 6', tel: '09011110006', organization: '株式会社つばめ' }]
  const { body: begun } = await integrator.call('POST', '/documents', {
    title: '下書き',
    note: '控え',
    message: 'ご確認ください',
  })
  const path = `/documents/${begun.id}`
  const fileId: string = (await integrator.upload(begun.id, pdf, '契約書.pdf')).body.files[0].id
  const person = {
    name: '受信者 7',
    tel: '09011110007',
    callback: '1',
    email: 'seven@example.jp',
    access_code: 'abc123def',
  }
  const added = await integrator.call('POST', `${path}/participants`, person)
  const participants: string[] = [added.body.participants.at(-1).id]
  const asked = { participant_id: participants[0] ?? '', description: '免許証', required: '0' }
  await integrator.call('POST', `${path}/attachments`, asked)
  await integrator.call('POST', `${path}/reportees`, { email: 'watch@example.jp', name: '見届 人' })
  const mark = {
    participant_id: participants[0] ?? '',
    page: '0',
    x: '60',
    y: '600',
    type: '1',
    label: 'ご住所',
  }
  await integrator.call('POST', `${path}/files/${fileId}/widgets`, mark)
  const concluded = await sendDocument(integrator, { pdf, recipients, title: '締結済み', widgets: true })
  await signed(concluded.documentId, 1)
  await consent(await proveThePhone(await signingUrl(concluded), '09011110006', codeFor))
  await waitForStatus(concluded, 2)
  const cancelled = await sendDocument(integrator, { pdf, recipients, title: '取消' })
  await signed(cancelled.documentId, 1)
  await integrator.call('PUT', `/documents/${cancelled.documentId}/decline`, { comment: '取りやめます' })
  return { draft: { documentId: begun.id as string, fileId, participants }, concluded, cancelled }
}

async function rows<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: postgres.administratorUrl })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows as Row[]
  } finally {
    await client.end()
  }
}

async function signed(documentId: string, acts: number): Promise<void> {
  const sql = 'select 1 from acts where document_id = $1 and signed_at is not null'
  for (let tries = 0; (await rows(sql, documentId)).length < acts; tries++) {
    if (tries > 300) throw new Error('an act was not signed')
    await sleep(100)
  }
}

async function codeFor(tel: string): Promise<string> {
  const headers = { accept: 'application/json' }
  for (let tries = 0; tries < 100; tries++) {
    const texts = (await (await fetch(`${url}/playground/phone`, { headers })).json()) as {
      to: string
      text: string
    }[]
    const code = /[0-9]{6}/.exec(texts.find(({ to }) => to === tel)?.text ?? '')?.[0]
    if (code !== undefined) return code
    await sleep(100)
  }
  throw new Error('no code arrived')
}

/** Table by table, in the spelling of `jsonb_populate_recordset`; jobs are done, and nobody is signed in. */
async function keep(
  documents: Record<string, { documentId: string; fileId: string; participants: string[] }>,
  answers: Record<string, unknown>,
) {
  const tables = await rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
     order by 1`,
  )
  const kept: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    const found = await rows<{ row: unknown }>(`select to_jsonb(t) as row from "${name}" t`)
    if (found.length > 0) kept[name] = found.map(({ row }) => row)
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const ids = Object.fromEntries(
    Object.entries(documents).map(([name, { documentId, fileId, participants }]) => [
      name,
      { documentId, fileId, participants },
    ]),
  )
  writeFileSync(join(folder, 'documents.json'), `${JSON.stringify(ids, null, 2)}\n`)
  writeFileSync(join(folder, 'answers.json'), `${JSON.stringify(answers, null, 2)}\n`)
  writeFileSync(join(folder, 'rows.json'), `${JSON.stringify(kept)}\n`)
  cpSync(join(dataDirectory, 'evaluation.json'), join(folder, 'evaluation.json'))
  cpSync(join(dataDirectory, 'files'), join(folder, 'files'), { recursive: true })
}
