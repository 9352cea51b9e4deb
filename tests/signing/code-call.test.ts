/** 電話で聞く: a code that is read aloud, for whom an SMS did not reach. A recorded Twilio calls back as its documents say. */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import {
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioError,
} from '#tests/support/recorded-service.ts'
import { until } from '#tests/support/until.ts'
import { atTheCode, type Contract, openScene, passTime, type Scene } from './scene.ts'

const token = 'an auth token'
let twilio: RecordedService
let scene: Scene

const callsByTwilio = () => ({
  SMS_GATEWAY: 'twilio',
  SMS_TWILIO_ACCOUNT: 'AC1',
  SMS_TWILIO_TOKEN: token,
  SMS_TWILIO_FROM: 'MG1',
  SMS_TWILIO_VOICE_FROM: '+815012345678',
  SMS_TWILIO_ENDPOINT: twilio.url,
})

beforeAll(async () => {
  twilio = await startRecordedService(twilioCreated('SM1'))
  scene = await openScene({ env: callsByTwilio() })
})
afterAll(async () => {
  await scene?.close()
  twilio?.close()
})

const asked = (tel: string, what: 'Messages' | 'Calls') =>
  twilio.asked
    .filter(({ path, body }) => path.endsWith(`/${what}.json`) && body.includes(tel.slice(1)))
    .map(({ body }) => new URLSearchParams(body))

async function callbackOf(tel: string, what: 'Messages' | 'Calls', count = 1) {
  await until(`Twilio has ${what}`, () => asked(tel, what).length >= count)
  const form = asked(tel, what).at(-1)
  const action = /action="([^"]*)"/.exec(form?.get('Twiml') ?? '')?.[1]?.replaceAll('&amp;', '&') ?? ''
  return { status: form?.get('StatusCallback') ?? '', action, twiml: form?.get('Twiml') ?? '' }
}

/** As Twilio calls: signed. */
function twilioCalls(url: string, fields: Record<string, string>, by = token) {
  const signed = Object.keys(fields)
    .sort()
    .reduce((all, name) => all + name + fields[name], url)
  return fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': createHmac('sha1', by).update(signed).digest('base64') },
    body: new URLSearchParams(fields),
  })
}

const messagesOf = ({ sent }: Contract) =>
  scene.sql(
    'select id, state, voice, text_sealed from sms_messages where document_id = $1 order by created_at',
    [sent.documentId],
  )
const eventsOf = async ({ sent }: Contract, type: string) =>
  (
    await scene.sql('select row from audit where document_id = $1 and type = $2 order by sequence', [
      sent.documentId,
      type,
    ])
  ).map(({ row }) => JSON.parse(row))

/** Somebody whose SMS did not arrive. */
async function missed() {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const { status } = await callbackOf(contract.tel, 'Messages')
  await twilioCalls(status, { MessageStatus: 'undelivered', ErrorCode: '30003' })
  await browser.get(`${contract.base}/code`)
  return { contract, browser }
}

/** Pressed, and taken by Twilio. */
async function called() {
  const { contract, browser } = await missed()
  await browser.post(`${contract.base}/code/call`)
  const callback = await callbackOf(contract.tel, 'Calls')
  await until('it was handed over', async () => (await messagesOf(contract)).at(-1)?.state === 'submitted')
  return { contract, browser, ...callback }
}

test('whoever presses 1 hears the code, once, and it opens the document', async () => {
  const { contract, browser, action, status, twiml } = await called()
  expect(twiml).not.toMatch(/[02-9]、/)
  expect((await browser.get(`${contract.base}/code`)).html).toContain('案内のあとに 1 を押してください')
  const pressed = await twilioCalls(action, { CallSid: 'CA1', Digits: '1' })
  const said = await pressed.text()
  expect(pressed.headers.get('content-type')).toMatch(/^text\/xml/)
  const code = (/<Say[^>]*>([^<]*)</.exec(said)?.[1] ?? '').replace(/[^0-9]/g, '').slice(-6)
  expect(code).toMatch(/^[0-9]{6}$/)
  expect((await messagesOf(contract)).at(-1)).toMatchObject({
    state: 'delivered',
    voice: 'ja',
    text_sealed: null,
  })
  const again = await (await twilioCalls(action, { CallSid: 'CA1', Digits: '1' })).text()
  expect(again).toContain('<Hangup/>')
  await twilioCalls(status, { CallSid: 'CA1', CallStatus: 'completed' })
  expect((await messagesOf(contract)).at(-1)?.state).toBe('delivered')
  await browser.get(`${contract.base}/code`)
  await browser.post(`${contract.base}/code`, { code })
  expect(browser.page.path).toBe(`${contract.base}/review`)
  const requested = await eventsOf(contract, 'sms_code.requested')
  expect(requested.map(({ channel }) => channel)).toEqual([undefined, 'voice'])
  expect(await eventsOf(contract, 'sms.submitted')).toMatchObject([{}, { channel: 'voice' }])
  expect(scene.server.process().output()).not.toContain(code)
})

test('a call that nobody takes, or at which nobody presses, is told as that', async () => {
  for (const word of ['completed', 'no-answer', 'busy']) {
    const { contract, browser, status, action } = await called()
    expect(await (await twilioCalls(action, { Digits: '9' })).text()).toContain('<Hangup/>')
    await twilioCalls(status, { CallStatus: word })
    expect((await messagesOf(contract)).at(-1)?.state).toBe('undelivered')
    expect((await browser.get(`${contract.base}/code`)).html).toContain('1 が押されませんでした')
    expect((await eventsOf(contract, 'sms.undelivered')).map(({ channel }) => channel)).toEqual([
      undefined,
      'voice',
    ])
  }
})

describe('who must not hear it', () => {
  test('whoever signs with another token, has another address, or comes when it has run out', async () => {
    const { contract, action, status } = await called()
    expect((await twilioCalls(action, { Digits: '1' }, 'another token')).status).toBe(403)
    expect((await twilioCalls(action.replace(/.$/, '-'), { Digits: '1' })).status).toBe(404)
    // The address for receipts is no address for codes.
    const proof = status.split('/').at(-1) ?? ''
    const other = action.replace(/[^/]+$/, proof)
    expect((await twilioCalls(other, { Digits: '1' })).status).toBe(404)
    expect((await messagesOf(contract)).at(-1)?.state).toBe('submitted')
    await passTime(scene, contract.sent.participants, 301)
    expect(await (await twilioCalls(action, { Digits: '1' })).text()).toContain('<Hangup/>')
  })
})

describe('who may ask for a call', () => {
  test('nobody within the gap, and the page offers it only after', async () => {
    const contract = await scene.contract()
    const browser = await atTheCode(scene, contract)
    expect(browser.page.html).toMatch(/id="call" class="call" hidden/)
    const page = await browser.post(`${contract.base}/code/call`)
    expect([page.status, page.html.includes('まだ再送できません')]).toEqual([422, true])
    expect(asked(contract.tel, 'Calls')).toEqual([])
    await passTime(scene, contract.sent.participants, 31)
    expect((await browser.get(`${contract.base}/code`)).html).toMatch(/id="call" class="call">/)
  })

  test('ten presses at once are one call', async () => {
    const { contract, browser } = await missed()
    const { html } = browser.page
    const form = /action="[^"]*\/code\/resend"[\s\S]*?name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const origin = `http://127.0.0.1:${scene.port}`
    await Promise.all(
      Array.from({ length: 10 }, () =>
        fetch(`${origin}${contract.base}/code/call`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, origin },
          body: new URLSearchParams({ form_token: form }),
        }),
      ),
    )
    await callbackOf(contract.tel, 'Calls')
    expect((await messagesOf(contract)).filter(({ voice }) => voice !== null)).toHaveLength(1)
    expect(asked(contract.tel, 'Calls')).toHaveLength(1)
  })

  test('calls and SMS count together: five in ten minutes', async () => {
    const tel = freshTel()
    const contract = await scene.contract({ recipients: [{ name: '山田', tel }] })
    const browser = await atTheCode(scene, contract)
    for (let sent = 1; sent < 5; sent++) {
      await scene.sql(`update sms_messages set state = 'undelivered' where document_id = $1`, [
        contract.sent.documentId,
      ])
      await browser.get(`${contract.base}/code`)
      await browser.post(`${contract.base}/code/call`)
      await callbackOf(tel, 'Calls', sent)
    }
    await scene.sql(`update sms_messages set state = 'undelivered' where document_id = $1`, [
      contract.sent.documentId,
    ])
    await browser.get(`${contract.base}/code`)
    const page = await browser.post(`${contract.base}/code/call`)
    expect(page.status).toBe(429)
    expect(asked(tel, 'Calls')).toHaveLength(4)
  })
})

test('a gateway that is asked by a template calls by another one, and tells what became of it', async () => {
  const service = await startRecordedService({ status: 200, body: '{"id":"c-1"}' })
  const template = { method: 'POST', body: 'form', numberFormat: 'national', timeoutMs: 5_000 }
  const own = await openScene({
    env: {
      SMS_GATEWAY: 'http',
      SMS_HTTP_TEMPLATE: JSON.stringify({
        ...{ ...template, url: `${service.url}/texts` },
        fields: { to: '{to}', text: '{text}' },
      }),
      SMS_HTTP_VOICE_TEMPLATE: JSON.stringify({
        ...{ ...template, url: `${service.url}/calls` },
        fields: { to: '{to}', pin: '{code}', lang: '{language}', callback: '{receipt_url}' },
        receipts: { parameter: 'result', delivered: ['heard'], undelivered: ['away'] },
      }),
    },
  })
  try {
    const contract = await own.contract()
    const browser = await atTheCode(own, contract)
    await passTime(own, contract.sent.participants, 31)
    await browser.get(`${contract.base}/code?lang=en`)
    await browser.post(`${contract.base}/code/call`)
    await until('it is asked to call', () => service.asked.some(({ path }) => path === '/calls'))
    const calls = service.asked.filter(({ path }) => path === '/calls')
    const form = new URLSearchParams(calls[0]?.body)
    expect([form.get('to'), form.get('lang')]).toEqual([contract.tel, 'en'])
    await until('it was handed over', async () => {
      const rows = await own.sql('select state from sms_messages where voice is not null')
      return rows[0]?.state === 'submitted'
    })
    expect((await fetch(`${form.get('callback')}?result=heard`)).status).toBe(200)
    expect(await own.sql('select state, voice, gateway from sms_messages where voice is not null')).toEqual([
      { state: 'delivered', voice: 'en', gateway: 'first-voice.http' },
    ])
    await browser.get(`${contract.base}/code`)
    await browser.post(`${contract.base}/code`, { code: form.get('pin') ?? '' })
    expect(browser.page.path).toBe(`${contract.base}/review`)
  } finally {
    await own.close()
    service.close()
  }
})

test.each([
  [twilioError(400, 21215), 'second-voice.http', 'submitted', 1],
  [twilioError(403, 10004), 'second-voice.http', 'submitted', 1],
  // That the number is none, the other would say too.
  [twilioError(400, 21217), 'first-voice.twilio', 'rejected', 0],
])('where Twilio calls nobody (%o) the second gateway does, if it may', async (refusal, gateway, state, calls) => {
  const service = await startRecordedService({ status: 200, body: '{"id":"c-1"}' })
  const shape = { method: 'POST', body: 'form', numberFormat: 'national', timeoutMs: 5_000, url: service.url }
  const text = { ...shape, fields: { to: '{to}', text: '{text}' } }
  const voice = { ...shape, fields: { to: '{to}', pin: '{code}' } }
  const own = await openScene({
    env: {
      ...callsByTwilio(),
      SMS_SECOND_GATEWAY: 'http',
      SMS_SECOND_HTTP_TEMPLATE: JSON.stringify(text),
      SMS_SECOND_HTTP_VOICE_TEMPLATE: JSON.stringify(voice),
    },
  })
  const usual = twilio.answering
  try {
    const contract = await own.contract()
    const browser = await atTheCode(own, contract)
    await callbackOf(contract.tel, 'Messages')
    await passTime(own, contract.sent.participants, 31)
    await browser.get(`${contract.base}/code`)
    twilio.answering = refusal
    await browser.post(`${contract.base}/code/call`)
    const rows = () => own.sql('select state, gateway from sms_messages where voice is not null')
    await until(
      'the call has an end',
      async () => !['queued', 'submitting'].includes((await rows())[0]?.state),
    )
    expect(await rows()).toEqual([{ state, gateway }])
    expect(asked(contract.tel, 'Calls')).toHaveLength(1)
    const forms = service.asked.map(({ body }) => new URLSearchParams(body))
    expect(forms.filter((form) => form.get('to') === contract.tel && form.has('pin'))).toHaveLength(calls)
  } finally {
    twilio.answering = usual
    await own.close()
    service.close()
  }
})

test('where no gateway can call, nothing is offered, and asking for it sends nothing', async () => {
  const own = await openScene()
  try {
    const contract = await own.contract()
    const browser = await atTheCode(own, contract)
    await passTime(own, contract.sent.participants, 31)
    await browser.get(`${contract.base}/code`)
    expect(browser.page.html).not.toContain('/code/call')
    await browser.post(`${contract.base}/code/call`)
    expect(await own.sql('select voice from sms_messages')).toEqual([{ voice: null }])
  } finally {
    await own.close()
  }
})
