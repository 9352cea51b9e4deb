import { expect, test } from 'vitest'
import type { ApiRefusal } from './call-refused.ts'
import { answers, answerTo } from './refusals.ts'

const codes = Object.keys(answers) as ApiRefusal['code'][]

test.each(codes)('%s is answered with a status, a code and English words', (code) => {
  const { status, body } = answerTo({ code, field: 'the_field', detail: { limit: 7, why: 'It is so.' } })
  expect(status).toBeGreaterThanOrEqual(400)
  expect(body.error).toMatch(/^[a-z_]+$/)
  expect(body.message).toMatch(/^[\x20-\x7e…]+\.$/)
  expect(body.message).not.toMatch(/undefined|NaN|\[object/)
})

test.each([
  'field_missing',
  'field_malformed',
  'field_too_long',
  'field_not_allowed',
  'not_offered',
  'pdf_refused',
  'too_many_files',
  'too_many_widgets',
  'files_too_large',
  'widget_outside_page',
  'embedding_not_enabled',
] as const)('%s names the field', (code) => {
  expect(answerTo({ code, field: 'the_field' }).body.message).toContain('`the_field`')
})

test('clients find their words where embedding is off', () => {
  const { body } = answerTo({ code: 'embedding_not_enabled', field: 'callback' })
  expect(body.message).toContain('forbidden to callback')
})
