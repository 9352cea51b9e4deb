/** 保存期間 and 保全: what is over goes on its day and no earlier, with a record; what is held stays. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectConcludedOnce, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { consent, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { until } from '#tests/support/until.ts'
import { type Contract, openScene, type Scene } from '../signing/scene.ts'
import { addColleague, enterConsole, postRaw } from './console-visitor.ts'

let scene: Scene
let administrator: Recipient
const page = '/console/settings/retention'

beforeAll(async () => {
  scene = await openScene()
  administrator = await enterConsole(scene.server)
}, 120_000)
afterAll(() => scene.close())

/** Consented to and concluded, then made so many years older, as a repair by hand would. */
async function concludedYearsAgo(years: number): Promise<string> {
  const contract: Contract = await scene.contract()
  const { server } = scene
  const recipient = await proveThePhone(`${server.url}${contract.base}`, contract.tel, server.codeFor)
  await consent(recipient)
  const { documentId } = contract.sent
  await until('it is concluded', async () => (await statusOf(documentId)) === 2)
  await expectConcludedOnce(scene.server, contract.sent)
  await older(documentId, years)
  return documentId
}

const statusOf = async (id: string) => (await scene.integrator.call('GET', `/documents/${id}`)).body.status

/** As a person with psql would: what the body says is what holds. */
async function older(id: string, years: number): Promise<void> {
  const [{ body }] = await scene.sql('select snapshot::json as body from documents where id = $1', [id])
  for (const name of ['created_at', 'sent_at', 'concluded_at']) {
    body[name] =
      String(Number(body[name].slice(0, 4)) - years) + body[name].slice(4).replace(/^-02-29/, '-02-28')
  }
  await scene.sql('update documents set snapshot = $2 where id = $1', [id, JSON.stringify(body)])
}

/** So much time has passed since everything that the retention wrote down. */
const daysPass = (days: number) =>
  scene.sql(
    `update retention_ends set told_at = told_at - make_interval(days => $1), examined_at = examined_at - make_interval(days => $1)`,
    [days],
  )

const endsOf = (id: string) =>
  scene.sql('select kept_until::text, told_at from retention_ends where document_id = $1', [id])
const events = async (type: string, id: string) =>
  (await scene.sql('select row from team_events where type = $1 order by sequence', [type]))
    .map(({ row }) => JSON.parse(row))
    .filter((event) => event.documentId === undefined || event.documentId === id)
const folderOf = (id: string) => join(scene.server.dataDirectory, 'files', 'documents', id)

/** Upkeep looks at once after a start. */
async function look() {
  await scene.server.process().stop()
  await scene.server.restart()
  administrator = await enterConsole(scene.server)
}

const lookedAtAgain = (id: string) =>
  until('it was looked at again', async () => {
    const [row] = await scene.sql(
      "select examined_at > now() - interval '1 day' as fresh from retention_ends where document_id = $1",
      [id],
    )
    return row?.fresh === true
  })

async function save(years: string, month = '3') {
  await administrator.get(page)
  return administrator.post(page, { retention_years: years, year_ends: month })
}

describe('the rule', () => {
  test('is saved by administrators who have just shown who they are, and is recorded', async () => {
    expect((await save('7', '9')).html).toContain('保存しました')
    const [event] = (await events('settings.changed', '')).filter(({ setting }) => setting === 'retention')
    expect(event).toMatchObject({ from: null, to: { years: 7, yearEnds: 9 } })
    const shown = (await administrator.get(page)).html
    expect(shown).toMatch(/value="7"[^>]*checked|checked[^>]*value="7"/)
    expect(shown).toMatch(/<option[^>]*value="9"[^>]*selected|<option[^>]*selected[^>]*value="9"/)
    expect((await save('7', '9')).html).toContain('変更はありませんでした')
    expect((await administrator.get('/console/history')).html).toContain('書類の保存期間')
    await save('')
  })

  test('knows seven and ten years alone: what is typed by hand never means less', async () => {
    for (const years of ['1', '0', '-7', '7.0', 'x']) {
      expect((await save(years)).status).toBe(200)
      expect(await scene.sql('select retention from teams')).toEqual([{ retention: null }])
    }
    await expect(scene.sql(`update teams set retention = '{"years": 1, "yearEnds": 3}'`)).rejects.toThrow()
  })

  test('is nothing for a member without the office', async () => {
    await addColleague(scene.server, 'plain@example.jp', 'a password of theirs')
    const plain = await enterConsole(scene.server, 'plain@example.jp', 'a password of theirs')
    expect((await plain.get(page)).status).toBe(403)
  })
})

describe('a document whose time is over', () => {
  test('is announced first, and goes a month later with everything of it but its trail and the record', async () => {
    const id = await concludedYearsAgo(9)
    const young = await concludedYearsAgo(5)
    const given = await scene.sql('select sha256 from archived_files where document_id = $1 and newest', [id])
    const trail = await scene.sql('select hash from audit where document_id = $1 order by sequence', [id])
    await save('7')
    await look()
    await until('it was looked at', async () => (await endsOf(id))[0]?.told_at != null)
    // It is over, and still here: nobody has known of it for a month.
    expect(await statusOf(id)).toBe(2)
    await waitForNoJobs(scene.server)
    const [mail] = (await scene.server.mails()).filter(({ subject }) =>
      subject.includes('保存期間が終わる書類'),
    )
    expect(mail?.to).toBe(scene.server.email)
    expect((await administrator.get(page)).html).toContain(id)

    await daysPass(29)
    await look()
    await lookedAtAgain(id)
    expect(await statusOf(id)).toBe(2)

    await daysPass(1)
    await daysPass(2)
    await look()
    await until(
      'it is deleted',
      async () => (await scene.sql('select from documents where id = $1', [id])).length === 0,
    )
    expect((await scene.integrator.call('GET', `/documents/${id}`)).status).toBe(404)
    await until('its files are gone', async () => !existsSync(folderOf(id)))
    for (const table of [
      'participants',
      'files',
      'acts',
      'revisions',
      'signing_urls',
      'sms_messages',
      'mail_log',
      'document_listings',
    ]) {
      expect(await scene.sql(`select from ${table} where document_id = $1`, [id]), table).toEqual([])
    }
    expect(await scene.sql('select hash from audit where document_id = $1 order by sequence', [id])).toEqual(
      trail,
    )
    const [record] = await events('retention.deleted', id)
    expect(record).toMatchObject({
      documentId: id,
      status: 'concluded',
      years: 7,
      yearEnds: 3,
      actor: 'system',
    })
    // The contract and the certificate, as they were handed out.
    expect(given).toHaveLength(2)
    expect(record.sha256.toSorted()).toEqual(given.map(({ sha256 }) => sha256).toSorted())
    expect((await administrator.get('/console/history?kind=retention')).html).toContain(id)

    expect(await statusOf(young)).toBe(2)
    expect(await readdir(folderOf(young))).not.toEqual([])
    expect(await scene.sql('select files_gone_at is null as left_over from deleted_documents')).toEqual([
      { left_over: false },
    ])
  }, 120_000)

  test('waits as long as its agreement runs or renews itself', async () => {
    const id = await concludedYearsAgo(12)
    await scene.sql(
      `insert into document_attributes (document_id, title, counterparty, auto_update, local_id, options, created_at, updated_at)
      values ($1, '', '', 'yes', '', '[]', now(), now())`,
      [id],
    )
    await save('10')
    await look()
    await until('it was looked at', async () => (await endsOf(id)).length === 1)
    expect(await endsOf(id)).toEqual([{ kept_until: null, told_at: null }])
    expect((await administrator.get(`/console/documents/${id}`)).html).toContain('自動更新のため期限なし')
    const end = new Date(Date.now() + 400 * 24 * 3_600_000).toISOString().slice(0, 10)
    await scene.sql(
      `update document_attributes set auto_update = 'no', validity_end_at = $2::date where document_id = $1`,
      [id, end],
    )
    await daysPass(2)
    await look()
    await until('it has an end', async () => (await endsOf(id))[0]?.kept_until != null)
    const [{ kept_until: until_, told_at: told }] = await endsOf(id)
    expect(Number(until_.slice(0, 4))).toBeGreaterThanOrEqual(Number(end.slice(0, 4)) + 10)
    expect(told).toBeNull()
  }, 120_000)

  test('is told of anew when its day changes, and is kept by a rule that is switched off', async () => {
    const id = await concludedYearsAgo(15)
    await save('10')
    await look()
    await until('it was told of', async () => (await endsOf(id))[0]?.told_at != null)
    await daysPass(40)
    await save('')
    expect(await endsOf(id)).toEqual([])
    await look()
    expect(await statusOf(id)).toBe(2)
    await save('10')
    await look()
    await until('it was told of anew', async () => (await endsOf(id))[0]?.told_at != null)
    expect(await statusOf(id)).toBe(2)
  }, 120_000)

  test('loses its files after a start, where the server died between the rows and the files', async () => {
    const [{ id }] = await scene.sql("select md5('died') as id")
    await mkdir(join(folderOf(id), 'f1'), { recursive: true })
    await writeFile(join(folderOf(id), 'f1', 'original.pdf'), 'left behind')
    await scene.sql(
      'insert into deleted_documents (document_id, team_id, deleted_at) select $1, id, now() from teams',
      [id],
    )
    await look()
    await until('they are gone', async () => !existsSync(folderOf(id)))
    await until(
      'it is noted',
      async () => (await scene.sql('select from deleted_documents where files_gone_at is null')).length === 0,
    )
  })

  test('is refused to everybody else who deletes, by the database itself', async () => {
    const id = await concludedYearsAgo(3)
    await expect(scene.sql('delete from documents where id = $1', [id])).rejects.toThrow(
      /end of its retention/,
    )
    expect(await statusOf(id)).toBe(2)
  })
})

describe('a legal hold', () => {
  test('keeps a document whatever the rule says, until it is released', async () => {
    const id = await concludedYearsAgo(11)
    const hold = `/console/documents/${id}/hold`
    await save('7')
    expect((await administrator.get(`/console/documents/${id}`)).html).toContain(hold)
    await administrator.get(hold)
    const refused = await administrator.post(hold, { reason: ' ' })
    expect([refused.status, refused.html.includes('理由を入力してください')]).toEqual([400, true])
    const long = await administrator.post(hold, { reason: 'あ'.repeat(201) })
    expect([long.status, long.html.includes('200文字')]).toEqual([400, true])
    expect((await administrator.post(hold, { reason: '東京地裁 令和8年(ワ)第1号' })).html).toContain('保全中')
    await look()
    await until('it was looked at', async () => (await endsOf(id)).length === 1)
    expect((await endsOf(id))[0]?.told_at).toBeNull()
    // As if it had been told of before: held it stays all the same.
    await scene.sql(
      "update retention_ends set told_at = now() - interval '40 days', examined_at = now() - interval '2 days'",
    )
    await look()
    await lookedAtAgain(id)
    expect(await statusOf(id)).toBe(2)
    await expect(scene.sql('delete from documents where id = $1', [id])).rejects.toThrow(/legal_holds/)
    const listed = (await administrator.get(page)).html
    expect(listed).toContain('東京地裁')
    expect((await events('retention.held', id)).length).toBe(1)

    expect((await administrator.get(hold)).html).toContain('保全を解除する')
    expect((await administrator.post(`${hold}/release`)).html).toContain('保全を解除しました')
    expect((await events('retention.released', id)).length).toBe(1)
    await scene.sql("update retention_ends set examined_at = now() - interval '2 days'")
    await look()
    await until(
      'it is deleted',
      async () => (await scene.sql('select from documents where id = $1', [id])).length === 0,
    )
  }, 120_000)

  test('is the office of administrators, of documents of their team that were sent', async () => {
    const id = await concludedYearsAgo(1)
    const plain = await enterConsole(scene.server, 'plain@example.jp', 'a password of theirs')
    expect((await plain.get(`/console/documents/${id}/hold`)).status).toBe(403)
    const { body } = await scene.integrator.call('POST', '/documents', { title: '下書き' })
    expect((await administrator.get(`/console/documents/${body.id}/hold`)).status).toBe(404)
    expect((await administrator.get(`/console/documents/${'0'.repeat(32)}/hold`)).status).toBe(404)
    const answer = await postRaw(`${scene.server.url}/console/documents/${id}/hold`, administrator, {
      reason: 'x',
    })
    expect(answer.status).toBe(403)
    expect(await scene.sql('select from legal_holds where document_id = $1', [id])).toEqual([])
  })
})
