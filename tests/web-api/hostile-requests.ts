import fc from 'fast-check'
import type { Operation } from '#contract/web-api/operation.ts'

/** One request as it goes over the line; nothing of it need be valid but the line itself. */
export type Hostile = {
  operation: string
  method: string
  /** With `:names` of ids, which are put in when it is sent. */
  path: string
  headers: [name: string, value: string][]
  body: Uint8Array | null
  /** Which of the living tokens it carries; null: none, or what its own headers say. */
  authenticated: boolean
  /** Which of the documents at hand the path names; null: ids that nobody has. */
  document: number | null
}

const nasty = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff y',
  '‮gnp.exe',
  '👩‍👩‍👧‍👦'.repeat(20),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
  "'; drop table documents; --",
  "' or 1=1 --",
  '$1',
  '\\x00',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '%s%n%d%x',
  '{{7*7}}#{7*7}',
  '../../../../etc/passwd',
  '..%2f..%2f',
  'C:\\Windows\\win.ini',
  'true',
  '1',
  '-1',
  '0x10',
  '1e309',
  '9223372036854775808',
  '-9999999999999999999999',
  '1.5',
  'NaN',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  '09012345678',
  'a@b.jp',
  '2026-11-22T03:04:05Z',
  '+275760-09-13T00:00:00Z',
  '0000-00-00T99:99:99+99:99',
  '﻿x',
  '\r\nX-Injected: 1',
]

const someText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 80 }) },
  { weight: 1, arbitrary: fc.integer({ min: 500, max: 40_000 }).map((length) => '字'.repeat(length)) },
)

const depth = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

/** A value of JSON as text: of a wrong type, too deep, too large, twice the same name. */
const jsonValue = fc.oneof(
  { weight: 4, arbitrary: someText.map((text) => JSON.stringify(text)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['null', 'true', '[]', '{}', '[[[]]]', '[null]', '{"a":{"b":{}}}', '-0', '1e400', '0.1', '3'],
      '123456789012345678901234567890',
      '[{"order":1,"content":"x"}]',
      '[{"order":"1"},{"order":2}]',
      '"\\ud800"',
      '"\\u0000"',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5000 }).map(depth) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)) },
)

const latin = (text: string) => Buffer.from(text, 'utf8')

/** Names that the operation knows, and some that none does. */
function namesOf(operation: Operation): fc.Arbitrary<string> {
  const known = [...Object.keys(operation.form), 'uploadfile']
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('__proto__', 'constructor', 'document_id', '', 'a[b]', 'x'.repeat(999)),
    },
  )
}

const encodeAny = (text: string) => encodeURIComponent(text.toWellFormed()).replace(/%EF%BF%BD/g, '%ED%A0%80')

function pairsOf(operation: Operation): fc.Arbitrary<string> {
  const pair = fc.tuple(namesOf(operation), someText, fc.integer({ min: 0, max: 9 }))
  return fc
    .array(pair, { maxLength: 8 })
    .map((pairs) =>
      pairs
        .map(([name, value, how]) =>
          how === 0 ? `${name}=%zz${value}` : `${encodeAny(name)}=${encodeAny(value)}`,
        )
        .join('&'),
    )
}

type Body = { type: string | null; body: Uint8Array }

const formType = 'application/x-www-form-urlencoded'

function formBody(operation: Operation): fc.Arbitrary<Body> {
  const types = fc.constantFrom(formType, `${formType}; charset=shift_jis`, null, 'text/plain', 'x', ';;;')
  return fc.tuple(pairsOf(operation), types).map(([text, type]) => ({ type, body: latin(text) }))
}

function jsonBody(operation: Operation): fc.Arbitrary<Body> {
  const member = fc
    .tuple(namesOf(operation), jsonValue)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
  const object = fc.array(member, { maxLength: 8 }).map((members) => `{${members.join(',')}}`)
  const whole = fc.oneof(
    { weight: 8, arbitrary: object },
    { weight: 2, arbitrary: jsonValue },
    { weight: 1, arbitrary: fc.tuple(object, fc.nat(30)).map(([text, cut]) => text.slice(0, -1 - cut)) },
  )
  const types = fc.constantFrom(
    'application/json',
    'application/json; charset=utf-16',
    'application/x+json',
    null,
  )
  return fc.tuple(whole, types).map(([text, type]) => ({ type, body: latin(text) }))
}

const partHeads = (name: string, text: string) => [
  `Content-Disposition: form-data; name="${name}"`,
  `Content-Disposition: form-data; name="${name}"; filename="${text}"\r\nContent-Type: application/pdf`,
  `content-disposition: form-data; NAME=${name}; filename*=UTF-8''%E5%A5%91%ZZ.pdf`,
  `Content-Disposition: form-data; name="${name}"; filename="../../${text}.pdf"\r\nContent-Type: text/html`,
  `Content-Disposition: attachment; name="${name}`,
  `Content-Type: application/pdf`,
  ': : :',
]

const contents = fc.oneof(
  someText.map(latin),
  fc.constantFrom(...['%PDF-1.7\n', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF', 'GIF89a'].map(latin)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
)

function multipartBody(operation: Operation): fc.Arbitrary<Body> {
  const part = fc
    .tuple(namesOf(operation), someText, fc.nat(6), contents)
    .map(([name, text, which, content]) =>
      Buffer.concat([latin(`--edge\r\n${partHeads(name, text)[which]}\r\n\r\n`), content, latin('\r\n')]),
    )
  const types = fc.oneof(
    { weight: 8, arbitrary: fc.constant('multipart/form-data; boundary=edge') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/mixed; boundary=other'],
        `multipart/form-data; boundary="${'b'.repeat(300)}"`,
      ),
    },
  )
  const ends = fc.constantFrom('--edge--\r\n', '--edge--\r\n', '--edge--\r\n', '--edge', '', '--edge\r\n')
  return fc.tuple(fc.array(part, { maxLength: 5 }), ends, types).map(([parts, end, type]) => ({
    type,
    body: Buffer.concat([...parts, latin(end)]),
  }))
}

function bodies(operation: Operation): fc.Arbitrary<Body | null> {
  const ofUpload = operation.request === 'upload' ? 12 : 2
  const ofJson = operation.request === 'json' ? 12 : 3
  return fc.oneof(
    { weight: operation.request === 'form' ? 8 : 2, arbitrary: formBody(operation) },
    { weight: ofJson, arbitrary: jsonBody(operation) },
    { weight: ofUpload, arbitrary: multipartBody(operation) },
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom(formType, 'application/json', null))
        .map(([body, type]) => ({ type, body })),
    },
  )
}

const tricks = [
  ...['%00', '..', '%2e%2e', '..%2f..%2fetc%2fpasswd', '%2F', '.', '%', '%zz', '%ff%fe', '%ED%A0%80', '*'],
  ...[
    "'%20or%201=1--",
    '%3Cscript%3E',
    '{{7*7}}',
    'x'.repeat(120),
    'x'.repeat(3000),
    '日本',
    '%F0%9F%98%80',
    ';',
    '~',
  ],
]

/** The operation's path, mostly; else with an id, a part or the whole of it spoiled. */
function paths(operation: Operation): fc.Arbitrary<string> {
  const parts = operation.path.split('/')
  const spoiled = fc
    .tuple(fc.nat(parts.length - 1), fc.constantFrom(...tricks), fc.nat(3))
    .map(([at, trick, how]) => {
      const next = [...parts]
      if (how === 0) next.splice(at, 0, trick)
      else next[Math.max(1, at)] = trick
      const path = next.join('/')
      return path.startsWith('/') ? path : `/${path}`
    })
  const changed = fc.constantFrom(`${operation.path}/`, `/${operation.path}`, operation.path.toUpperCase())
  return fc.oneof(
    { weight: 16, arbitrary: fc.constant(operation.path) },
    { weight: 3, arbitrary: spoiled },
    { weight: 1, arbitrary: changed },
  )
}

const oddHeaders: [string, string][] = [
  ['accept', 'application/xml;q=9'],
  ['accept-encoding', 'nonsense, gzip;q=x'],
  ['expect', '100-continue'],
  ['content-encoding', 'gzip'],
  ['range', 'bytes=0-0,-1,5-'],
  ['if-none-match', '*'],
  ['idempotency-key', 'k'],
  ['idempotency-key', 'k'.repeat(5000)],
  ['idempotency-key', '\u00e9 "'],
  ['x-forwarded-for', "1.2.3.4, '--, ::1"],
  ['x-http-method-override', 'DELETE'],
  ['cookie', 'a=b; '.repeat(100)],
  ['origin', 'https://evil.example'],
  ['host', 'evil.example'],
  ['x-long', 'y'.repeat(4000)],
  ['transfer-encoding', 'chunked'],
]

const wrongAuthorizations = [
  '',
  'Bearer',
  'Bearer \u00ff\u00fe',
  `Bearer ${'x'.repeat(2000)}`,
  "Bearer ' or 1=1",
  'Basic eDp5',
]

/** Any request at this operation: every part of it mostly as it should be, so that what is wrong is reached. */
export function hostileRequests(operation: Operation): fc.Arbitrary<Hostile> {
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant<string>(operation.method) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'PROPFIND',
        'TRACE',
      ),
    },
  )
  const query = fc.oneof(
    {
      weight: operation.method === 'GET' && operation.request === 'form' ? 6 : 1,
      arbitrary: pairsOf(operation),
    },
    { weight: 3, arbitrary: fc.constant('') },
  )
  const headers = fc.oneof(
    { weight: 5, arbitrary: fc.constant([] as [string, string][]) },
    { weight: 2, arbitrary: fc.subarray(oddHeaders, { maxLength: 3 }) },
  )
  // More than half carry a token and name a document that is there.
  const authenticated = fc.nat(9).map((n) => n > 0)
  const document = fc.oneof(
    { weight: 8, arbitrary: fc.nat(999) },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  return fc
    .record({
      method,
      path: paths(operation),
      query,
      headers,
      sent: bodies(operation),
      authenticated,
      document,
      wrong: fc.constantFrom(...wrongAuthorizations),
    })
    .map(({ query: text, sent, wrong, path, ...each }) => {
      const own: [string, string][] = each.authenticated ? [] : [['authorization', wrong]]
      const type: [string, string][] = sent?.type == null ? [] : [['content-type', sent.type]]
      return {
        ...each,
        operation: operation.name,
        path: text === '' ? path : `${path}?${text.slice(0, text.length % 50 === 0 ? 20_000 : 4000)}`,
        headers: [...own, ...type, ...each.headers],
        body: sent?.body ?? null,
      }
    })
}
