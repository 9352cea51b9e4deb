import { createCipheriv, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { amendParticipant } from '#tests/support/amended-by-hand.ts'
import { freshTel } from '#tests/support/integrator.ts'
import { atTheDocument, type Contract, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const alarms = () =>
  scene.server
    .process()
    .output()
    .split('\n')
    .filter((line) => line.includes('ciphertext.refused'))

/** As a superuser may, for whom no rule of the database holds. */
async function withoutTriggers(text: string, values: unknown[]) {
  await scene.sql('set session_replication_role = replica')
  await scene.sql(text, values)
  await scene.sql('set session_replication_role = origin')
}

/** Enters the number that lies in the victim's row now: the attacker's own. */
async function enters(contract: Contract, tel: string) {
  const before = alarms().length
  const sent = await scene.sql('select count(*)::int as count from outbox_sms')
  const browser = scene.browser()
  await browser.get(contract.base)
  const page = await browser.post(`${contract.base}/phone`, { tel })
  expect(page.status).toBe(500)
  expect(page.path).not.toBe(`${contract.base}/code`)
  expect(await scene.sql('select count(*)::int as count from outbox_sms')).toEqual(sent)
  expect(
    await scene.sql('select 1 from sms_messages where document_id = $1', [contract.sent.documentId]),
  ).toHaveLength(0)
  await expect.poll(() => alarms().length).toBeGreaterThan(before)
}

test("an attacker's number put into a victim's row is refused: no code is sent, and the log tells", async () => {
  const victim = await scene.contract()
  const attacker = await scene.contract()
  const [theirs] = await scene.sql('select tel_sealed from participants where id = $1', [
    attacker.sent.participants[0],
  ])
  await scene.sql(amendParticipant, [victim.sent.participants[0], theirs])
  await enters(victim, attacker.tel)
  expect(alarms().at(-1)).toContain('"table":"participants","column":"tel_sealed"')
  expect(alarms().join()).not.toContain(attacker.tel.slice(1))
})

test('the same by hands that switch the triggers off', async () => {
  const victim = await scene.contract()
  const attacker = await scene.contract()
  await withoutTriggers(
    `with theirs as (select snapshot #> '{participants,1,tel_sealed}' as tel from documents where id = $2)
     update documents d set snapshot = jsonb_set(d.snapshot::jsonb, '{participants,1,tel_sealed}', theirs.tel::jsonb),
       version = 'changed by hand' from theirs where d.id = $1`,
    [victim.sent.documentId, attacker.sent.documentId],
  )
  await enters(victim, attacker.tel)
})

test('nor can a participant be lifted into another document, row, id and all', async () => {
  const victim = await scene.contract()
  const attacker = await scene.contract()
  const lift: [string, unknown[]] = [
    `with theirs as (select snapshot #> '{participants,1}' as participant from documents where id = $2)
     update documents d set snapshot = jsonb_set(d.snapshot::jsonb, '{participants,1}', theirs.participant::jsonb),
       version = 'changed by hand' from theirs where d.id = $1`,
    [victim.sent.documentId, attacker.sent.documentId],
  ]
  await expect(scene.sql(...lift)).rejects.toThrow('a row of participants was changed without the body')
  await withoutTriggers(...lift)
  await scene.sql('update signing_urls set participant_id = $2 where document_id = $1', [
    victim.sent.documentId,
    attacker.sent.participants[0],
  ])
  await enters(victim, attacker.tel)
})

test("a message's number exchanged while it waits is refused when it would go out", async () => {
  const mine = await scene.contract()
  const theirs = await scene.contract()
  await atTheDocument(scene, mine)
  await atTheDocument(scene, theirs)
  const rows = await scene.sql(
    'select id, document_id, tel_sealed from sms_messages where document_id = any($1)',
    [[mine.sent.documentId, theirs.sent.documentId]],
  )
  const victim = rows.find((row) => row.document_id === mine.sent.documentId)
  const other = rows.find((row) => row.document_id === theirs.sent.documentId)
  const before = alarms().length
  const sent = await scene.sql('select count(*)::int as count from outbox_sms')
  // A state goes back only for whoever owns the table.
  await scene.sql('alter table sms_messages disable trigger keep_forward')
  await scene.sql(
    `update sms_messages set state = 'queued', tel_sealed = $2, expires_at = now() + interval '5 minutes' where id = $1`,
    [victim.id, other.tel_sealed],
  )
  await scene.sql('alter table sms_messages enable trigger keep_forward')
  await scene.sql(`select graphile_worker.add_job('send-sms', json_build_object('smsId', $1::text))`, [
    victim.id,
  ])
  await expect.poll(() => alarms().length).toBeGreaterThan(before)
  expect(await scene.sql('select count(*)::int as count from outbox_sms')).toEqual(sent)
})

/** Encrypts as the release before did: bound to no place. */
async function unboundBy(): Promise<(plain: string) => string> {
  const keys = JSON.parse(await readFile(join(scene.server.dataDirectory, 'evaluation.json'), 'utf8')).keys
  return (plain) => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(keys.data, 'base64'), iv)
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return `e1.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
  }
}

test('what the release before encrypted is read, and bound to its place by and by', async () => {
  const unbound = await unboundBy()
  const old = await scene.contract()
  const tel = freshTel()
  await scene.sql(amendParticipant, [old.sent.participants[0], { tel_sealed: unbound(tel) }])
  await atTheDocument(scene, { ...old, tel })
  const older = await scene.contract()
  await scene.sql(amendParticipant, [
    older.sent.participants[0],
    { tel_sealed: unbound(tel), email_sealed: unbound('hanako@example.jp') },
  ])
  await scene.sql(`update bound_texts set reached = '', done_at = null`)
  await scene.server.kill()
  await scene.server.restart()
  const left = `select 1 from participants where tel_sealed like 'e1.%' or email_sealed like 'e1.%'`
  await expect.poll(() => scene.sql(left)).toHaveLength(0)
  const inSnapshots = `select 1 from documents where snapshot::text like '%"e1.%'`
  expect(await scene.sql(inSnapshots)).toHaveLength(0)
  await expect.poll(() => scene.sql('select 1 from bound_texts where done_at is not null')).toHaveLength(1)
  const { body } = await older.sent.integrator.call('GET', `/documents/${older.sent.documentId}`)
  expect(body.participants[1]).toMatchObject({ tel, email: 'hanako@example.jp' })
})

test('a week after all were bound, an unbound text is refused, and the log tells; until then it is read', async () => {
  const unbound = await unboundBy()
  const boundFor = async (days: number) => {
    await scene.sql('update bound_texts set done_at = now() - make_interval(days => $1)', [days])
    await scene.server.kill()
    await scene.server.restart()
  }
  const putBack = async (contract: Contract, tel: string) =>
    scene.sql(amendParticipant, [contract.sent.participants[0], { tel_sealed: unbound(tel) }])
  await boundFor(6)
  const [early, late] = [await scene.contract(), await scene.contract()]
  const [first, second] = [freshTel(), freshTel()]
  await putBack(early, first)
  await atTheDocument(scene, { ...early, tel: first })

  await boundFor(8)
  await putBack(late, second)
  await enters(late, second)
  expect(alarms().at(-1)).toContain('bound to no place')
  expect(alarms().join()).not.toContain(second.slice(1))
})

test('the number of a request, put into another document or a newer request, is refused', async () => {
  const ask = async ({ base }: Contract) => {
    const browser = scene.browser()
    await browser.get(`${base}/number`)
    await browser.post(`${base}/number`, { tel: freshTel() })
  }
  const victim = await scene.contract()
  const attacker = await scene.contract()
  await ask(victim)
  await ask(attacker)
  const before = alarms().length
  await scene.sql(
    `with theirs as (select snapshot::jsonb #> '{participants,1,tel_request,tel_sealed}' as tel from documents where id = $2)
     update documents d set snapshot =
       jsonb_set(d.snapshot::jsonb, '{participants,1,tel_request,tel_sealed}', theirs.tel) from theirs where d.id = $1`,
    [victim.sent.documentId, attacker.sent.documentId],
  )
  const page = await scene.browser().get(`${victim.base}/number`)
  expect(page.status).toBe(500)
  await expect.poll(() => alarms().length).toBeGreaterThan(before)
  expect(alarms().at(-1)).toContain('"column":"tel_request.tel_sealed"')
})
