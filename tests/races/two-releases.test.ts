/**
 * A process of the release before beside one of this release, on one database and one data directory, as while an
 * operator changes from one to the next. Each reads and saves what the other wrote, and takes the other's jobs; nothing
 * is lost. A few seconds; `npm run test:releases` does it for a minute.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { readAs, sendToGroups, standReady } from '#tests/support/group-of-recipients.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { type Need, needs } from '#tests/support/needs.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import { releaseBefore } from '#tests/support/release-before.ts'
import { dropDatabase } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'

const seconds = Number(process.env.RELEASES_SECONDS ?? '0')
const checkout = await releaseBefore()

type Release = { process: ServerProcess; integrator: Integrator }

const history: Need = { what: 'the commit of the release before', isHere: checkout !== null, inCi: false }

describe('two releases on one database', needs(history), () => {
  let dataDirectory: string
  let databaseUrl: string
  let before: Release
  let ours: Release
  const place = () => ({ databaseUrl, dataDirectory })

  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'musubi-releases-'))
    const admin = inject('postgresUrl')
    const url = new URL(admin)
    url.pathname = `/musubi_releases_${process.pid}`
    databaseUrl = url.toString()
    const administrator = new Client({ connectionString: admin })
    await administrator.connect()
    await administrator.query(`create database ${url.pathname.slice(1)}`)
    await administrator.end()
    // It is at work when ours comes and migrates.
    before = await start(checkout ?? '')
    ours = await start()
  })
  afterAll(async () => {
    await Promise.all([before?.process.stop(), ours?.process.stop()])
    await dropDatabase(inject('postgresUrl'), databaseUrl)
    await rm(dataDirectory, { recursive: true, force: true })
  })

  async function start(release?: string): Promise<Release> {
    const server = await startProcess({
      dataDirectory,
      databaseUrl,
      ...(release === undefined ? {} : { checkout: release }),
    })
    const { client_id } = JSON.parse(await readFile(join(dataDirectory, 'evaluation.json'), 'utf8'))
    return { process: server, integrator: await signInIntegrator(server.url, client_id) }
  }

  async function codeFor(tel: string, after = 0): Promise<string> {
    for (let tries = 0; tries < 400; tries++) {
      const texts = await rowsOf<{ text: string }>(
        place(),
        'select text from outbox_sms where tel = $1 order by id desc',
        tel,
      )
      const code = texts.length > after ? /[0-9]{6}/.exec(texts[0]?.text ?? '')?.[0] : undefined
      if (code !== undefined) return code
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error('no code arrived')
  }

  /** What both answer; it must be the same. */
  async function bothAnswer(path: string) {
    const [one, other] = await Promise.all(
      [before, ours].map(async ({ integrator }) => (await integrator.call('GET', path)).body),
    )
    expect(one).toEqual(other)
    return one
  }

  async function unsignedActs(documentId: string): Promise<number> {
    const unsigned = 'select from acts where document_id = $1 and signed_at is null'
    return (await rowsOf(place(), unsigned, documentId)).length
  }

  /** A document from its draft to its conclusion, each step by the other release, `first` the first. */
  async function liveThrough(first: Release, second: Release, title: string): Promise<void> {
    const [one, other] = [first.integrator, second.integrator]
    const { body: draft } = await one.call('POST', '/documents', { title, note: '控え' })
    const path = `/documents/${draft.id}`
    const file = (await other.upload(draft.id, await contractPdf(), '契約書.pdf')).body.files[0]
    const tels = [freshTel(), freshTel()]
    const participants: string[] = []
    for (const [index, integrator] of [one, other].entries()) {
      const form = {
        name: `受信者 ${index}`,
        tel: tels[index] ?? '',
        callback: '1',
        email: `${draft.id}@${index}.example`,
      }
      const { body } = await integrator.call('POST', `${path}/participants`, form)
      participants.push(body.participants.at(-1).id)
    }
    const mark = {
      participant_id: participants[0] ?? '',
      page: '0',
      x: '60',
      y: '600',
      type: '0',
      label: '押印',
    }
    await one.call('POST', `${path}/files/${file.id}/widgets`, mark)
    await other.call('POST', `${path}/reportees`, { email: 'watch@example.jp', name: '見届 人' })
    await one.call('PUT', path, { message: 'ご確認ください' })
    // Gone again: the other must not bring it back.
    const { body: more } = await other.call('POST', `${path}/participants`, {
      name: '誤り',
      tel: freshTel(),
      callback: '1',
    })
    await one.call('DELETE', `${path}/participants/${more.participants.at(-1).id}`)
    const drafted = await bothAnswer(path)
    expect(drafted).toMatchObject({
      title,
      note: '控え',
      message: 'ご確認ください',
      reportees: [{ name: '見届 人' }],
    })
    expect(drafted.participants.map(({ id }: { id: string }) => id).slice(1)).toEqual(participants)

    expect((await other.call('POST', path)).status).toBe(200)
    for (const [index, integrator] of [other, one].entries()) {
      const sent: Sent = { documentId: draft.id, fileId: file.id, participants, integrator }
      // What is consented to is the revision that the act before has closed.
      await until('what was done before is signed', async () => (await unsignedActs(draft.id)) === 0)
      const page = await consent(
        await proveThePhone(await signingUrl(sent, index), tels[index] ?? '', codeFor),
      )
      expect(page.status).toBe(200)
      await bothAnswer(path)
    }
    await waitForStatus({ documentId: draft.id, fileId: file.id, participants, integrator: one }, 2)
    const concluded = await bothAnswer(path)
    expect(concluded.files[0].widgets).toHaveLength(1)
    expect(concluded.participants.map(({ tel }: { tel: string }) => tel)).toEqual(['', ...tels])
    expect(await trailOf(place(), draft.id)).toMatchObject({
      'participant.consented': 2,
      'act.signed': 3,
      'document.concluded': 1,
    })
  }

  test('each reads and saves what the other wrote, from draft to conclusion; nothing is lost', async () => {
    const end = Date.now() + seconds * 1_000
    let rounds = 0
    do {
      await Promise.all([
        liveThrough(before, ours, `甲 ${rounds}`),
        liveThrough(ours, before, `乙 ${rounds}`),
      ])
      rounds++
    } while (Date.now() < end)
    await waitForNoJobs(place())
    const list = await bothAnswer('/documents')
    expect(list.total).toBe(2 * rounds)
    expect(await bothAnswer('/documents?status=2')).toMatchObject({ total: 2 * rounds })
    await expectRowsAsBodies()
  })

  test('the release before goes round no approval: it fails to send, and the draft stays one', async () => {
    const { body: draft } = await ours.integrator.call('POST', '/documents', { title: '承認が要る契約書' })
    const path = `/documents/${draft.id}`
    await ours.integrator.upload(draft.id, await contractPdf(), '契約書.pdf')
    await ours.integrator.call('POST', `${path}/participants`, { name: '甲', tel: freshTel(), callback: '1' })
    await query('update teams set approval_required = true')
    expect((await before.integrator.call('POST', path)).status).toBeGreaterThanOrEqual(500)
    expect((await ours.integrator.call('GET', path)).body.status).toBe(0)
    expect(await trailOf(place(), draft.id)).not.toHaveProperty('document.sent')
    await query('update teams set approval_required = false')
    expect((await before.integrator.call('POST', path)).status).toBe(200)
  })

  test('the release before lets nobody in by the password alone whom more is asked of', async () => {
    const entered = async ({ process: { url } }: Release) => {
      const browser = openBrowser(url)
      await browser.get('/console/sign-in')
      await browser.post('/console/sign-in', { email: known.email, password: known.password })
      return browser.cookies.has('musubi-console')
    }
    const known = JSON.parse(await readFile(join(dataDirectory, 'evaluation.json'), 'utf8'))
    expect(await entered(before)).toBe(true)
    for (const [asks, asksNot] of [
      ['factor_required = true', 'factor_required = false'],
      ["console_networks = '{203.0.113.0/24}'", "console_networks = '{}'"],
    ]) {
      await query(`update teams set ${asks}`)
      expect(await entered(before)).toBe(false)
      await query(`update teams set ${asksNot}`)
    }
    await query(
      "insert into sign_in_factors (member_id, totp_sealed, totp_since) select id, 'x', now() from members",
    )
    expect(await entered(before)).toBe(false)
    await query('delete from sign_in_factors')
    expect(await entered(before)).toBe(true)
  })

  test('the release before gives the turn to nobody while others of a group have theirs', async () => {
    const sent = await sendToGroups(ours.integrator, [
      { name: '甲', group: 'parties' },
      { name: '乙', group: 'parties' },
      { name: '丙' },
    ])
    const ready = async ({ integrator }: Release, at: number) =>
      standReady(await readAs(integrator, sent, at))
    const statuses = async () =>
      (await ours.integrator.call('GET', `/documents/${sent.id}`)).body.participants
        .slice(1)
        .map(({ status }: { status: number }) => status)
    const atFirst = await statuses()
    const early = await ready(before, 0)
    expect((await early()).status).toBeGreaterThanOrEqual(500)
    expect(await statuses()).toEqual(atFirst)
    const [one, other] = [await ready(ours, 0), await ready(ours, 1)]
    expect((await one()).location).toMatch(/\/done$/)
    expect((await statuses())[2]).toBe(atFirst[2])
    expect((await other()).location).toMatch(/\/done$/)
    expect((await statuses())[2]).toBe(atFirst[0])
    expect(await trailOf(place(), sent.id)).toMatchObject({ 'participant.consented': 2, 'turn.started': 3 })
  })

  async function query(text: string): Promise<void> {
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query(text)
    await client.end()
  }

  /** Every column and every row of a part that is read says what the body says, whoever wrote it last. */
  async function expectRowsAsBodies(): Promise<void> {
    const [row] = await rowsOf<{ documents: number; participants: number; acts: number; revisions: number }>(
      place(),
      `select
         (select count(*)::int from documents d cross join jsonb_populate_record(d, d.snapshot::jsonb - 'id' - 'version') body
          where d.status <> body.status or d.title <> body.title or d.concluded_at <> body.concluded_at
            or d.certificate_sha256 <> body.certificate_sha256) as documents,
         (select count(*)::int from documents d cross join jsonb_array_elements(d.snapshot::jsonb->'participants') each
            left join participants p on p.id = each->>'id'
          where p.document_id is distinct from d.id or p.status is distinct from each->>'status'
            or p.tel_sealed is distinct from each->>'tel_sealed') as participants,
         (select count(*)::int from documents d cross join jsonb_array_elements(d.snapshot::jsonb->'acts') each
            left join acts a on a.document_id = d.id and a.number = (each->>'number')::int
          where a.signed_at is distinct from (each->>'signed_at')::timestamptz) as acts,
         (select count(*)::int from documents d cross join jsonb_array_elements(d.snapshot::jsonb->'revisions') each
            left join revisions r on r.document_id = d.id and r.act = (each->>'act')::int and r.file_id = each->>'file_id'
          where r.sha256 is distinct from each->>'sha256') as revisions`,
    )
    expect(row).toEqual({ documents: 0, participants: 0, acts: 0, revisions: 0 })
  }
})
