import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atTheDocument, type Contract, openScene, type Scene } from '#tests/signing/scene.ts'
import { hiddenFields } from '#tests/support/recipient.ts'
import { aCaller, aDraft, type Caller } from '#tests/web-api/caller.ts'
import { askRaw, processorTimeOf } from './raw.ts'

/** One hostile form of 512 KB, wherever it is sent, costs the server at most this much processor time. */
const mostMilliseconds = 20
const times = 15
const halfMegabyte = 512 * 1024

let scene: Scene
let contract: Contract
let caller: Caller
let inside: string
let filling: { base: string; cookies: string; consent: string }
beforeAll(async () => {
  scene = await openScene({ env: { API_CALLS_PER_MINUTE: '0' } })
  contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  inside = cookiesOf(browser)
  filling = await atTheFields()
  caller = await aCaller(scene.server.url, scene.server.clientId)
})
afterAll(() => scene.close())

function cookiesOf({ cookies }: Awaited<ReturnType<typeof atTheDocument>>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** A recipient before their fields, and the form by which they consent, up to the value of their text. */
async function atTheFields() {
  const { base, tel } = await scene.contract({ widgets: true })
  const browser = await atTheDocument(scene, { base, tel })
  const { html } = browser.page
  const [, field = ''] = /<[^>]*name="widget-([^"]+)"[^>]*data-kind="text"/.exec(html) ?? []
  const { form_token = '', revision = '' } = hiddenFields(html, `${base}/inputs`)
  expect([field, form_token, revision]).not.toContain('')
  const given = new URLSearchParams({ form_token, revision }).toString()
  // What is given so is taken: only the fields are missing.
  const { status, headers } = await browser.copy().once('POST', `${base}/consent`, given)
  expect([status, headers.location]).toEqual([303, `${base}/confirm`])
  const consent = `${given}&shown-${field}=a`
  return { base, cookies: cookiesOf(browser), consent }
}

const repeated = (piece: string, size = halfMegabyte) => piece.repeat(Math.floor(size / piece.length))
const formType = 'application/x-www-form-urlencoded'

type Hostile = {
  path: string
  body: string
  type?: string
  headers?: string
  chunked?: boolean
  method?: string
}

function written({
  path,
  body,
  type = formType,
  headers = '',
  chunked = false,
  method = 'POST',
}: Hostile): Buffer {
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${Buffer.byteLength(body)}`
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost:${scene.port}\r\nContent-Type: ${type}\r\n${length}\r\nAccept: text/html\r\n${headers}Connection: close\r\n\r\n`
  const sent = chunked ? `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n` : body
  return Buffer.from(head + sent)
}

async function costOf(hostile: Hostile): Promise<{ status: number; milliseconds: number }> {
  const { pid = 0 } = scene.server.process().process
  const bytes = written(hostile)
  const { status } = await askRaw(scene.port, bytes)
  // What the server does by itself in the same time, jobs and clocks, is not the form's.
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const idle = processorTimeOf(pid)
    const begun = performance.now()
    await sleep(300)
    const perMillisecond = (processorTimeOf(pid) - idle) / (performance.now() - begun)
    const before = processorTimeOf(pid)
    const started = performance.now()
    for (let time = 0; time < times; time++) await askRaw(scene.port, bytes)
    const own = processorTimeOf(pid) - before - perMillisecond * (performance.now() - started)
    least = Math.min(least, own / times)
  }
  return { status, milliseconds: Math.max(0, least) }
}

describe('512 KB of a stranger cost the server next to nothing', () => {
  const multipart = 'multipart/form-data; boundary=edge'
  const cases: [string, () => Hostile, number][] = [
    ['at an unknown address', () => ({ path: '/nowhere', body: repeated('a&') }), 404],
    [
      'at a URL that does not exist',
      () => ({ path: `/s/${'A'.repeat(43)}/phone`, body: repeated('a&') }),
      404,
    ],
    ['at the phone screen', () => ({ path: `${contract.base}/phone`, body: repeated('a&') }), 413],
    [
      'at the phone screen, its length unsaid',
      () => ({ path: `${contract.base}/phone`, body: repeated('a&'), chunked: true }),
      413,
    ],
    [
      'at the review without a session',
      () => ({ path: `${contract.base}/inputs`, body: repeated('a&') }),
      403,
    ],
    [
      'at the review',
      () => ({ path: `${contract.base}/inputs`, body: repeated('a&'), headers: `Cookie: ${inside}\r\n` }),
      400,
    ],
    [
      'at the review, one long value',
      () => ({ path: `${contract.base}/inputs`, body: repeated('%41'), headers: `Cookie: ${inside}\r\n` }),
      403,
    ],
    [
      'at the consent, one field of marks that change places',
      () => ({
        path: `${filling.base}/consent`,
        body: filling.consent + repeated('\u0301\u0316', halfMegabyte / 2 - 500),
        headers: `Cookie: ${filling.cookies}\r\n`,
      }),
      403,
    ],
    [
      'at the upload, tiny parts',
      () => ({
        path: `${contract.base}/attached`,
        body: repeated('--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'),
        type: multipart,
        headers: `Cookie: ${inside}\r\n`,
      }),
      403,
    ],
    ['at the sign-in', () => ({ path: '/console/sign-in', body: repeated('a&') }), 403],
    [
      'at the sign-in, with its cookie',
      () => ({
        path: '/console/sign-in',
        body: repeated('a&'),
        headers: `Cookie: musubi-console-stranger=${'a'.repeat(32)}\r\n`,
      }),
      413,
    ],
    [
      'at an invitation',
      () => ({ path: `/console/invitations/${'a'.repeat(43)}`, body: repeated('a&') }),
      403,
    ],
    ['at the settings, not signed in', () => ({ path: '/console/settings', body: repeated('a&') }), 303],
    ['at /token', () => ({ path: '/token', body: repeated('a&') }), 400],
    ['at the Web API without a token', () => ({ path: '/documents', body: repeated('a&') }), 400],
    [
      'at the Web API with one',
      () => ({
        path: '/documents',
        body: repeated('a&'),
        headers: `Authorization: Bearer ${caller.token}\r\n`,
      }),
      400,
    ],
    [
      'at the Web API, JSON',
      () => ({
        path: '/documents',
        body: `{"a":[${repeated('[],')}0]}`,
        type: 'application/json',
        headers: `Authorization: Bearer ${caller.token}\r\n`,
      }),
      400,
    ],
    ['at the playground', () => ({ path: '/playground/apply', body: repeated('a&') }), 413],
  ]
  test.each(cases)('%s', async (what, hostile, expected) => {
    const { status, milliseconds } = await costOf(hostile())
    console.log(`hostile form ${what}: ${status}, ${milliseconds.toFixed(1)} ms of processor time`)
    expect(status).toBe(expected)
    expect(milliseconds).toBeLessThanOrEqual(mostMilliseconds)
  })
})

describe('nobody is read before it is known who they are', () => {
  const head = (path: string, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${formType}\r\nContent-Length: 50000\r\n${more}\r\n`

  // The body never comes: an answer shows that nobody waited for it.
  test.each<[string, () => string, number]>([
    ['an unknown address', () => head('/nowhere'), 404],
    ['a URL that does not exist', () => head(`/s/${'A'.repeat(43)}/phone`), 404],
    ['a page behind the code, without its session', () => head(`${contract.base}/consent`), 403],
    [
      'a form from another site',
      () => head(`${contract.base}/phone`, 'Origin: https://elsewhere.example\r\n'),
      403,
    ],
    ['a form of the console without its cookie', () => head('/console/sign-in'), 403],
    ['the console, not signed in', () => head('/console/settings'), 303],
    ['the Web API without a token', () => head('/documents'), 400],
    ['the Web API with an unknown token', () => head('/documents', 'Authorization: Bearer x\r\n'), 401],
    [
      'a document that does not exist',
      () => head(`/documents/${'0'.repeat(32)}/participants`, `Authorization: Bearer ${caller.token}\r\n`),
      404,
    ],
    ['a form that is too large', () => head(`${contract.base}/phone`).replace('50000', '99999999'), 413],
  ])('%s', async (_what, request, status) => {
    expect((await askRaw(scene.port, request())).status).toBe(status)
  })

  test('a client that sends all of it all the same hears the answer and can go on on the same connection', async () => {
    const body = 'x'.repeat(3_000_000)
    const refused = await fetch(`${scene.server.url}/documents`, { method: 'POST', body })
    expect([refused.status, (await refused.json()).error]).toEqual([400, 'bad_request'])
    const large = await caller.call('POST', '/documents', { form: { note: body } })
    expect([large.status, large.body.error]).toEqual([413, 'too_large_request'])
    const next = await caller.call('GET', '/documents')
    expect(next.status).toBe(200)
  })
})

test('a thousand parameters are read, one more is refused, and a megabyte of a form is taken', async () => {
  const pairs = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, '1']))
  expect((await caller.call('POST', '/documents', { form: pairs(1000) })).status).toBe(200)
  const { status, body } = await caller.call('POST', '/documents', { form: pairs(1001) })
  expect([status, body.message]).toEqual([400, expect.stringContaining('more than 1000 parameters')])
  expect((await caller.call('POST', '/documents', { form: { note: 'x'.repeat(1_000_000) } })).status).toBe(
    200,
  )
})

describe('texts of a request are UTF-8 without NUL characters, or refused by their name', () => {
  const raw = async (body: Uint8Array, type = formType) => {
    const headers = { 'content-type': type }
    return caller.call('POST', '/documents', { raw: body as BodyInit, headers })
  }
  test.each<[string, Uint8Array, string]>([
    ['Shift_JIS in a form', Buffer.concat([Buffer.from('title='), Buffer.from([0x8c, 0x5f])]), formType],
    ['percent-encoded Shift_JIS', Buffer.from('title=%8c%5f'), formType],
    ['a NUL', Buffer.from('title=a%00b'), formType],
    ['a lone surrogate in JSON', Buffer.from('{"title":"\\ud83d"}'), 'application/json'],
    ['a NUL in JSON', Buffer.from('{"title":"\\u0000"}'), 'application/json'],
  ])('%s', async (_what, body, type) => {
    const { status, body: answer } = await raw(body, type)
    expect([status, answer.error, answer.message]).toEqual([
      400,
      'bad_request',
      expect.stringContaining('`title`'),
    ])
  })
  test('in a query too, where nothing of it is looked at', async () => {
    const id = await aDraft(caller)
    for (const query of ['?title=%ff', '?x=%00', '?%00=1']) {
      expect((await caller.call('GET', `/documents/${id}${query}`)).status, query).toBe(400)
    }
    for (const path of [
      '/console/documents?q=%00',
      '/console/documents?q=%ff',
      '/verify?sha256=%00',
      `${contract.base}?lang=%00`,
    ]) {
      expect((await fetch(`${scene.server.url}${path}`, { redirect: 'manual' })).status, path).toBe(400)
    }
  })
})
