import { describe, expect, test } from 'vitest'
import { createNetworks } from './networks.ts'

const networks = createNetworks()

describe('a network as it is kept', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7/32', '203.0.113.7'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
    ['::ffff:cb00:7107', '203.0.113.7'],
  ])('%s is %s', (text, kept) => {
    expect(networks.asKept(text)).toBe(kept)
  })

  test.each([
    '',
    '/24',
    '203.0.113.0/',
    '203.0.113.0/33',
    '203.0.113.0/024',
    '203.0.113.0/-1',
    '203.0.113.0/24/24',
    '203.0.113.0/255.255.255.0',
    '203.0.113',
    '203.0.113.256',
    '010.0.0.1',
    '203.0.113.0 - 203.0.113.9',
    '2001:db8::/129',
    '2001:db8::1::2',
    'fe80::1%eth0',
    '[2001:db8::1]',
    'example.jp',
    '２０３.0.113.7',
  ])('%j is none', (text) => {
    expect(networks.asKept(text)).toBeNull()
  })
})

describe('an address is inside', () => {
  test.each([
    [['203.0.113.0/24'], '203.0.113.255', true],
    [['203.0.113.0/24'], '203.0.114.0', false],
    [['203.0.113.77/24'], '203.0.113.1', true],
    [['203.0.113.7'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.8', false],
    [['203.0.113.7'], '::ffff:203.0.113.7', true],
    [['203.0.113.7'], '::ffff:cb00:7107', true],
    [['203.0.113.0/31'], '203.0.113.2', false],
    [['2001:db8::/33'], '2001:db8:7fff::1', true],
    [['2001:db8::/33'], '2001:db8:8000::1', false],
    [['198.51.100.1', '2001:db8::1'], '2001:DB8::1', true],
    [['0.0.0.0/0'], '198.51.100.1', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    // All of IPv6 is not all of IPv4.
    [['::/0'], '2001:db8::1', true],
    [['::/0'], '198.51.100.1', false],
    [['::/0'], '::ffff:198.51.100.1', false],
    // What a proxy writes when it does not know, or with the port, is no address: outside.
    [['0.0.0.0/0', '::/0'], 'unknown', false],
    [['0.0.0.0/0', '::/0'], '198.51.100.1:443', false],
    [['0.0.0.0/0', '::/0'], '', false],
    [['0.0.0.0/0', '::/0'], null, false],
  ])('%j, %s: %s', (list, address, inside) => {
    expect(networks.contain(list, address)).toBe(inside)
  })
})
