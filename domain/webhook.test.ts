import { expect, test } from 'vitest'
import { webhookUrlObjection } from './webhook.ts'

const production = {
  production: true,
  allowed: ({ hostname }: URL) => hostname === 'hooks.internal' || hostname === '10.0.0.7',
  inside: ({ hostname }: URL) => hostname.startsWith('10.'),
}

test.each([
  ['https://example.jp/hook?token=1', null],
  ['https://example.jp:8443/hook', null],
  ['http://hooks.internal:8080/hook', null],
  ['http://example.jp/hook', 'webhook_url_plain'],
  ['http://127.0.0.1/hook', 'webhook_url_plain'],
  ['https://10.0.0.7/hook', null],
  ['https://10.0.0.8/hook', 'webhook_url_private'],
  ['https://user:secret@example.jp/', 'field_malformed'],
  ['https://example.jp/#part', 'field_malformed'],
  ['javascript:alert(1)', 'field_malformed'],
  ['https:/example.jp', 'field_malformed'],
  ['', 'field_missing'],
  [`https://example.jp/${'a'.repeat(2_000)}`, 'field_too_long'],
])('in production %s is taken or refused', (url, code) => {
  expect(webhookUrlObjection(url, production)?.code ?? null).toBe(code)
})

test('evaluation takes http, for a receiver on the same computer', () => {
  expect(webhookUrlObjection('http://127.0.0.1:8080/', { ...production, production: false })).toBeNull()
})
