import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitForStatus } from '#tests/support/integrator.ts'
import { atTheDocument, openScene, type Scene, wrongCode } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene({ env: { LOG_LEVEL: 'debug' } })
})
afterAll(() => scene.close())

test('of a whole flow neither number, code, URL, session nor name is in the log or in the audit trail', async () => {
  const contract = await scene.contract({ title: '極秘の合意', widgets: true })
  const { base, sent, tel } = contract
  const stranger = scene.browser()
  await stranger.get(base)
  await stranger.post(`${base}/phone`, { tel: '09099999999' })
  await stranger.post(`${base}/phone`, { tel })
  const wrong = wrongCode(await scene.code(tel))
  await stranger.post(`${base}/code`, { code: wrong })
  await scene.sql(
    `update sms_codes set created_at = created_at - interval '1 hour' where participant_id = $1`,
    [sent.participants[0]],
  )
  const browser = await atTheDocument(scene, contract, 2)
  const fields = Object.fromEntries(
    [...browser.page.html.matchAll(/<input[^>]*name="(widget-[^"]+)"[^>]*>/g)].map(([tag, name = '']) => [
      name,
      tag.includes('checkbox') ? '1' : '山田の住所',
    ]),
  )
  await browser.post(`${base}/confirm`, fields)
  await browser.post(`${base}/consent`)
  await waitForStatus(sent, 2)
  await browser.get(`${base}/nowhere`)
  await browser.get(`${base}/sealed/${sent.fileId}`)
  // A failure that is ours, too: the storage has lost the file.
  const log = () => scene.server.process().output()
  const codes = [await scene.code(tel), await scene.code(tel, 2), wrong]
  const rows = await scene.sql('select row from audit where document_id = $1', [sent.documentId])
  const trail = rows.map((each) => each.row).join('\n')
  expect(rows.map((each) => JSON.parse(each.row).type)).toEqual(
    expect.arrayContaining([
      'signing_url.issued',
      'tel.mismatched',
      'tel.matched',
      'sms_code.requested',
      'sms_code.wrong',
      'participant.authenticated',
      'terms.agreed',
      'document.viewed',
      'inputs.saved',
      'participant.consented',
      'document.concluded',
    ]),
  )
  const secrets: [string, string][] = [
    ['the number', tel],
    ['the number in E.164', `+81${tel.slice(1)}`],
    ['a number typed wrong', '09099999999'],
    ['the URL', base.slice(3)],
    ['the name', '花子'],
    ['the title', '極秘'],
    ['an input', '山田の住所'],
    ...[...sessionsIn(browser), ...sessionsIn(stranger)].map((token): [string, string] => [
      'a session',
      token,
    ]),
  ]
  for (const [what, secret] of secrets) {
    expect(log().includes(secret), `${what} in the log`).toBe(false)
    expect(trail.includes(secret), `${what} in the trail`).toBe(false)
  }
  for (const code of codes) {
    expect(new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`).test(log()), 'a code in the log').toBe(false)
    expect(new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`).test(trail), 'a code in the trail').toBe(false)
  }
})

test('until it is handed over the text lies encrypted, and no table but the virtual phone ever holds number or code', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  const code = await scene.code(contract.tel)
  const tables = await scene.sql(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'
       and table_name not like 'outbox%'`,
  )
  for (const { name } of tables) {
    const rows = await scene.sql(`select row_to_json(t)::text as text from ${name} t`)
    const text = rows.map((row) => row.text).join('\n')
    expect(text.includes(contract.tel), `${name} holds the number`).toBe(false)
    expect(text.includes(`"${code}"`), `${name} holds the code`).toBe(false)
    for (const token of [contract.base.slice(3), ...sessionsIn(browser)]) {
      expect(text.includes(token), `${name} holds a token`).toBe(false)
    }
  }
})

/** Every cookie but the probe, which says nothing. */
function sessionsIn({ cookies }: { cookies: Map<string, string> }): string[] {
  const tokens = [...cookies].filter(([name]) => !name.endsWith('musubi-probe')).map(([, value]) => value)
  expect(tokens.length).toBeGreaterThan(0)
  return tokens
}
