import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import type { HandMadeBrowser } from './hand-made-browser.ts'
import {
  atTheCode,
  atTheDocument,
  type Contract,
  openScene,
  passTime,
  pathOf,
  type Scene,
  stateOf,
  wrongCode,
} from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

async function resend(browser: HandMadeBrowser, { base }: Contract) {
  if (browser.page.path !== `${base}/code`) await browser.get(`${base}/code`)
  return browser.post(`${base}/code/resend`)
}

const enter = (browser: HandMadeBrowser, { base }: Pick<Contract, 'base'>, code: string) =>
  browser.post(`${base}/code`, { code })

test('the code is understood in full width and with spaces', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  const wide = code.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
  await enter(browser, contract, ` ${wide.slice(0, 3)}　${wide.slice(3)}`)
  expect(browser.page.path).toBe(`${contract.base}/review`)
})

test('what cannot be a code costs no try', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  for (const typed of ['', '12345', 'abcdef', '1234567']) {
    expect((await enter(browser, contract, typed)).status).toBe(422)
  }
  const id = contract.sent.participants[0]
  expect(await scene.sql('select wrong_guesses from participants where id = $1', [id])).toEqual([
    { wrong_guesses: 0 },
  ])
})

test('codes keep their leading zeros', async () => {
  const random = await import('#server/adapters/system/random.ts')
  const codes = Array.from({ length: 4000 }, () => random.systemRandom.digits(6))
  expect(codes.every((code) => /^[0-9]{6}$/.test(code))).toBe(true)
  expect(codes.some((code) => code.startsWith('0'))).toBe(true)
  expect(new Set(codes.map((code) => code[0])).size).toBe(10)
})

test('a code survives four wrong guesses and not a fifth; the tries left are said', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  for (const left of [4, 3, 2, 1]) {
    const page = await enter(browser, contract, wrongCode(code))
    expect(page.status).toBe(422)
    expect(page.html).toMatch(new RegExp(`id="code-error"[\\s\\S]*${left}回`))
  }
  await enter(browser, contract, wrongCode(code))
  expect((await enter(browser, contract, code)).status).toBe(422)
  expect(browser.page.path).toBe(`${contract.base}/code`)
})

test('a wrong code and then the right one opens the document', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  await enter(browser, contract, wrongCode(code))
  await enter(browser, contract, code)
  expect(browser.page.path).toBe(`${contract.base}/review`)
})

test('fifteen wrong guesses over codes, sessions, URLs and a restart lock the participant, and only them', async () => {
  const contract = await scene.contract()
  const { sent, tel } = contract
  const guess = async (browser: HandMadeBrowser, base: string, times: number, sms: number) => {
    const wrong = wrongCode(await scene.code(tel, sms))
    for (let tries = 0; tries < times; tries++) await enter(browser, { base }, wrong)
  }
  const first = await atTheCode(scene, contract)
  await guess(first, contract.base, 5, 1)
  await passTime(scene, sent.participants, 200)
  await resend(first, contract)
  await guess(first, contract.base, 4, 2)
  await scene.server.kill()
  await scene.server.restart()
  await passTime(scene, sent.participants, 200)
  const base = await pathOf(sent)
  const second = await atTheCode(scene, { base, tel })
  await guess(second, base, 5, 3)
  await passTime(scene, sent.participants, 400)
  await resend(second, { ...contract, base })
  const right = await scene.code(tel, 4)
  const last = await enter(second, { base }, wrongCode(right))
  expect([last.status, stateOf(last.html)]).toEqual([403, 'locked'])

  expect(stateOf((await second.get(`${base}/code`)).html)).toBe('locked')
  for (const path of [base, contract.base, `${base}/review`]) {
    expect(stateOf((await scene.browser().get(path)).html), path).toBe('locked')
  }
  const { documentId, participants, integrator } = sent
  const path = `/documents/${documentId}/participants/${participants[0]}`
  const refused = await integrator.call('POST', `${path}/signing_url`)
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body)).toContain('unlock')
  expect((await integrator.call('GET', `/documents/${documentId}`)).body.status).toBe(1)

  expect((await integrator.call('POST', `${path}/unlock`)).status).toBe(200)
  expect((await integrator.call('POST', `${path}/unlock`)).status).toBe(400)
  await passTime(scene, participants, 700)
  await atTheDocument(scene, { base: await pathOf(sent), tel }, 5)
})

test('a locked participant cannot consent on another device that was let in before', async () => {
  const contract = await scene.contract()
  const { base, sent } = contract
  const inside = await atTheDocument(scene, contract)
  await inside.post(`${base}/confirm`)
  expect(inside.page.path).toBe(`${base}/confirm`)
  await scene.sql('update participants set locked_at = now() where id = $1', [sent.participants[0]])
  expect(stateOf((await inside.post(`${base}/consent`)).html)).toBe('locked')
  expect((await sent.integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(1)
})

test('success resets the count', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  for (let tries = 0; tries < 4; tries++) await enter(browser, contract, wrongCode(code))
  await enter(browser, contract, code)
  expect(
    await scene.sql('select wrong_guesses from participants where id = $1', [contract.sent.participants[0]]),
  ).toEqual([{ wrong_guesses: 0 }])
})

test('another code waits 30, 60, then 120 seconds, and five in ten minutes are the most', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const { participants } = contract.sent
  for (const [index, gap] of [30, 60, 120, 120].entries()) {
    await passTime(scene, participants, gap - 15)
    expect((await resend(browser, contract)).status, `too early after ${gap - 15} s`).toBe(422)
    await passTime(scene, participants, 15)
    expect((await resend(browser, contract)).status).toBe(200)
    expect(await scene.texts(contract.tel, index + 2)).toHaveLength(index + 2)
  }
  await passTime(scene, participants, 121)
  const sixth = await resend(browser, contract)
  expect([sixth.status, stateOf(sixth.html)]).toEqual([429, 'too_many_sms'])
  expect(await scene.texts(contract.tel)).toHaveLength(5)
})

test('a number gets ten SMS a day, whichever document asks', async () => {
  const tel = freshTel()
  const everyone: string[] = []
  for (let sends = 1; sends <= 10; sends++) {
    const contract = await scene.contract({ recipients: [{ name: '山田', tel }] })
    await atTheCode(scene, contract)
    everyone.push(...contract.sent.participants)
    await scene.texts(tel, sends)
    await passTime(scene, everyone, 601)
  }
  const { base, sent } = await scene.contract({ recipients: [{ name: '山田', tel }] })
  const browser = scene.browser()
  await browser.get(base)
  const eleventh = await browser.post(`${base}/phone`, { tel })
  expect([eleventh.status, stateOf(eleventh.html)]).toEqual([429, 'too_many_sms'])
  expect(await scene.texts(tel)).toHaveLength(10)
  await passTime(scene, everyone, 24 * 3600)
  await browser.get(base)
  await resend(browser, { base, sent, tel })
  expect(await scene.texts(tel, 11)).toHaveLength(11)
})

test('an address gets three hundred codes an hour of one team, whoever asks there, and refused presses cost none', async () => {
  const contract = await scene.contract()
  const { base, tel } = contract
  const taken = () => scene.sql('select taken from stranger_limits')
  await scene.sql('delete from stranger_limits')
  const browser = await atTheCode(scene, contract)
  await scene.texts(tel)
  await browser.post(`${base}/code/resend`)
  expect(await taken()).toEqual([{ taken: 1 }])
  await scene.sql('update stranger_limits set taken = 299')
  await atTheCode(scene, await scene.contract())
  expect(await taken()).toEqual([{ taken: 300 }])
  const next = await scene.contract()
  const refused = scene.browser()
  await refused.get(next.base)
  const page = await refused.post(`${next.base}/phone`, { tel: next.tel })
  expect([page.status, stateOf(page.html)]).toEqual([429, 'too_many_sms'])
  expect(await scene.sql('select from outbox_sms where tel = $1', [next.tel])).toEqual([])
  // The hour is over.
  await scene.sql("update stranger_limits set ends_at = now() - interval '1 second'")
  await atTheCode(scene, next)
  await scene.texts(next.tel)
  await scene.sql('delete from stranger_limits')
})

test("the team's daily number of SMS is a limit that fails closed", async () => {
  const contract = await scene.contract()
  const [{ sms_per_day: before }] = await scene.sql('select sms_per_day from teams')
  await scene.sql(`update teams set sms_per_day = coalesce((select asked from sms_days
    where day = (now() at time zone 'Asia/Tokyo')::date), 0)`)
  try {
    const browser = scene.browser()
    await browser.get(contract.base)
    const page = await browser.post(`${contract.base}/phone`, { tel: contract.tel })
    expect([page.status, stateOf(page.html)]).toEqual([429, 'team_limit'])
    expect(page.html).not.toMatch(/href="[^"]*playground\/return\?[^"]*"(?![^>]*error=)/)
  } finally {
    await scene.sql('update teams set sms_per_day = $1', [before])
  }
})

test('a code is used once, also when it is entered ten times at the same moment', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  const body = new URLSearchParams({
    code,
    form_token: /name="form_token" value="([^"]+)"/.exec(browser.page.html)?.[1] ?? '',
  }).toString()
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => browser.copy().once('POST', `${contract.base}/code`, body)),
  )
  expect(answers.filter((each) => each.headers['set-cookie'] !== undefined)).toHaveLength(1)
})

test('twenty guesses at the same moment cost no fewer tries than one after the other', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const wrong = wrongCode(await scene.code(contract.tel))
  const body = new URLSearchParams({
    code: wrong,
    form_token: /name="form_token" value="([^"]+)"/.exec(browser.page.html)?.[1] ?? '',
  }).toString()
  await Promise.all(
    Array.from({ length: 20 }, () => browser.copy().once('POST', `${contract.base}/code`, body)),
  )
  const id = contract.sent.participants[0]
  const [row] = await scene.sql('select wrong_guesses from participants where id = $1', [id])
  expect(row.wrong_guesses).toBe(5)
})

test('after a new code the old one is still good until its own end', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const old = await scene.code(contract.tel)
  await passTime(scene, contract.sent.participants, 40)
  await resend(browser, contract)
  await scene.texts(contract.tel, 2)
  await enter(browser, contract, old)
  expect(browser.page.path).toBe(`${contract.base}/review`)
})

test('a code that has run out is refused, and costs no try', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  await passTime(scene, contract.sent.participants, 5 * 60)
  expect((await enter(browser, contract, code)).status).toBe(422)
  expect(browser.page.html).toContain('有効期間')
})

test('the SMS goes to the registered number alone, in one segment', async () => {
  const contract = await scene.contract()
  await atTheCode(scene, contract)
  const [text = ''] = await scene.texts(contract.tel)
  expect(text.length).toBeLessThanOrEqual(70)
  expect(text).toContain('つばめ不動産')
  expect(text).toContain('5分')
  // On http there is no WebOTP, so no last line that promises it.
  expect(text).not.toContain('@')
  const handedOver = async () =>
    scene.sql('select segments, text_sealed from sms_messages where participant_id = $1', [
      contract.sent.participants[0],
    ])
  await expect.poll(handedOver).toEqual([{ segments: 1, text_sealed: null }])
})
