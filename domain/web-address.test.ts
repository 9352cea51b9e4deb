import { expect, test } from 'vitest'
import { isWebOrigin, webAddressOf } from './web-address.ts'

test.each([
  'https://example.jp',
  'https://xn--r8jz45g.jp:8443',
  'http://localhost:3000',
  'http://127.0.0.1',
  'http://[::1]:8080',
])('%s is an origin', (text) => expect(isWebOrigin(text)).toBe(true))

test.each([
  'http://example.jp',
  'https://example.jp/',
  'https://example.jp:443',
  'https://Example.jp',
  'https://例え.jp',
  'https://user@example.jp',
  'https://example.jp;x',
  'https://*.example.jp',
  'https://1.2.3',
  'https://example.jp#x',
  'null',
  'https:example.jp',
  `https://${'a'.repeat(260)}.jp`,
])('%s is no origin', (text) => expect(isWebOrigin(text)).toBe(false))

test.each([
  'https://example.jp\\@evil.example/',
  'https:///example.jp',
  'https://a b.jp/',
  'javascript:alert(1)',
  'https://a:b@c.jp',
  '//example.jp',
])('%s is no address', (text) => expect(webAddressOf(text)).toBeNull())

test.each([
  'https://example.jp/a?b=c#d',
  'HTTP://Example.jp',
  'https://例え.jp/',
  'http://[2001:db8::1]/x',
])('%s is an address', (text) => expect(webAddressOf(text)).not.toBeNull())
