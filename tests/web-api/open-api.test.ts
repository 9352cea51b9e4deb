import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wireErrors } from '#contract/web-api/errors.ts'
import { wordsOfField } from '#contract/web-api/field-words.ts'
import { type OpenApi, openApi } from '#contract/web-api/open-api.ts'
import { operations } from '#contract/web-api/operations.ts'
import type { ApiRefusal } from '#server/http/web-api/call-refused.ts'
import { answers, answerTo } from '#server/http/web-api/refusals.ts'
import { compileEveryAnswer, expectDescribed } from '#tests/support/openapi-check.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let served: OpenApi
let answer: Response
beforeAll(async () => {
  server = await startTestServer()
  answer = await fetch(`${server.url}/openapi.json`)
  served = (await answer.json()) as OpenApi
})
afterAll(() => server.close())

test('every answer that is described can be checked', () => {
  expect(compileEveryAnswer()).toBeGreaterThan(400)
})

test('the description is served without a token', () => {
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(served).toEqual(openApi(server.url))
})

test('it is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(served))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
})

test('every call of the table is described once, in both languages', () => {
  const described = Object.values(served.paths).flatMap((methods) => Object.values(methods))
  expect(described.map((each) => each.operationId).sort()).toEqual(operations.map((each) => each.name).sort())
  for (const { 'x-summary': words } of described) {
    expect(words.ja).toMatch(/[ぁ-ん]/)
    expect(words.en).toMatch(/^[A-Z]/)
  }
})

test('the notice about an upload that was repaired is described, in both languages', () => {
  const response = served.paths['/documents/{document_id}/files']?.post?.responses[200]
  const headers = response && 'headers' in response ? response.headers : {}
  expect(Object.keys(headers ?? {})).toEqual(['X-Musubi-Notice'])
  expect(headers?.['X-Musubi-Notice']?.description).toMatch(/修復[\s\S]*repaired/)
  expect(headers?.['X-Musubi-Notice']?.schema).toMatchObject({ type: 'string' })
})

test('every call may be 405, and the fields have the official types and their lengths', () => {
  const described = Object.values(served.paths).flatMap((methods) => Object.values(methods))
  for (const each of described) expect(Object.keys(each.responses), each.operationId).toContain('405')
  const bodyOf = (name: string) => {
    const body = described.find((each) => each.operationId === name)?.requestBody?.content
    return body?.['application/x-www-form-urlencoded']?.schema.properties ?? {}
  }
  expect(bodyOf('addWidget').type).toMatchObject({ type: 'integer', enum: [0, 1, 2] })
  expect(bodyOf('addWidget').font_size).toMatchObject({ type: 'string' })
  expect(bodyOf('createDocument').title).toMatchObject({ type: 'string', maxLength: 500 })
  expect(bodyOf('addParticipant').name).toMatchObject({ type: 'string', maxLength: 64 })
  const answered = served.components.schemas
  expect(answered.Document?.properties?.title).toMatchObject({ maxLength: 500 })
  expect(answered.Participant?.properties?.access_code).toMatchObject({ maxLength: 64 })
  expect(answered.Participant?.required).not.toContain('access_code')
  expect(answered.Widget?.properties).toMatchObject({
    widget_type: { type: 'integer' },
    font_size: { type: 'string' },
  })
})

test('every parameter and every id in a path has its words', () => {
  const silent = operations.flatMap(({ name, form, path }) =>
    [...Object.keys(form), ...[...path.matchAll(/:(\w+)/g)].map(([, id = '']) => id)]
      .filter((field) => wordsOfField(name, field) === null)
      .map((field) => `${name}.${field}`),
  )
  expect(silent).toEqual([])
})

test('every field of every answer has its words', () => {
  const silent: string[] = []
  const look = (value: unknown, at: string) => {
    if (value === null || typeof value !== 'object') return
    for (const [key, each] of Object.entries(value)) {
      if (key === 'properties') {
        for (const [field, schema] of Object.entries(each as Record<string, { description?: string }>)) {
          if (schema.description === undefined) silent.push(`${at}.${field}`)
        }
      }
      look(each, key === 'properties' ? at : `${at}.${key}`)
    }
  }
  look(served.components.schemas, 'schemas')
  look(served.paths, 'paths')
  expect(silent).toEqual([])
})

test('every refusal that the server can answer is in the table of errors', () => {
  const unlisted = Object.keys(answers)
    .map((code) => answerTo({ code } as ApiRefusal))
    .filter(
      ({ status, body }) => !wireErrors.some((each) => each.status === status && each.error === body.error),
    )
  expect(unlisted).toEqual([])
})

describe('an answer that is not described fails the test that got it', () => {
  const json = 'application/json; charset=utf-8'
  const refused = { error: 'bad_request', message: '`title` is too long.' }
  const path = '/documents/1'

  test.each([
    ['a status of no such call', { status: 418, body: refused, type: json }],
    ['an error of another status', { status: 404, body: refused, type: json }],
    ['an error of no table', { status: 400, body: { ...refused, error: 'nonsense' }, type: json }],
    ['a refusal without words', { status: 400, body: { error: 'bad_request' }, type: json }],
    ['a page instead of JSON', { status: 400, body: '<p>', type: 'text/html' }],
    ['a document that lacks its fields', { status: 200, body: { id: '1' }, type: json }],
  ])('%s', (_what, seen) => {
    expect(() => expectDescribed({ method: 'GET', path, ...seen })).toThrow('does not describe')
  })

  test('a field that nobody described', () => {
    const body = { access_token: 'a', token_type: 'Bearer', expires_in: 1 }
    const seen = { method: 'POST', path: '/token', status: 200, type: json }
    expectDescribed({ ...seen, body })
    expect(() => expectDescribed({ ...seen, body: { ...body, secret: 'b' } })).toThrow(
      'additional properties',
    )
  })
})
