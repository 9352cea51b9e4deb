import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPublicAddress } from '#server/adapters/http/public-address.ts'
import { createWebhookSender, type WebhookSenderOptions } from '#server/adapters/webhooks/webhook-sender.ts'
import { type NameServer, startNameServer } from '#tests/support/name-server.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'

/** Public by its looks, and nobody's: nothing answers there. */
const elsewhere = '198.97.190.53'

const names: Record<string, { A?: string[]; AAAA?: string[] }> = {
  'private.test': { A: ['10.1.2.3'] },
  'loopback.test': { A: ['127.0.0.1'] },
  'mixed.test': { A: [elsewhere, '127.0.0.1'] },
  'six.test': { AAAA: ['::1'] },
  'mapped.test': { AAAA: ['::ffff:7f00:1'] },
  'local.test': { AAAA: ['fd00::1'] },
  'public-four.test': { A: [elsewhere], AAAA: ['fe80::1'] },
}

let receiver: Receiver
let nameServer: NameServer

beforeAll(async () => {
  receiver = await startReceiver()
  nameServer = await startNameServer((name, kind, before) => {
    // What an attacker's name server does: a good address for whoever checks, another for whoever connects.
    if (name === 'rebinding.test') return kind === 'AAAA' ? [] : before === 0 ? [elsewhere] : ['127.0.0.1']
    return names[name]?.[kind] ?? []
  })
})
afterAll(async () => {
  await receiver.close()
  await nameServer.close()
})

function sender(options: Partial<WebhookSenderOptions> = {}) {
  return createWebhookSender({
    ...{ allowedHosts: [], sourceAddresses: [], production: true, version: '1.0' },
    ...{ nameServers: [nameServer.address], milliseconds: 400, ...options },
  })
}
const port = () => new URL(receiver.url).port
const message = (url: string) => ({ url, body: '{}', signed: null })

describe('no request goes', () => {
  test.each(Object.keys(names))('to %s, whose addresses are not all public', async (name) => {
    const { answer } = await sender().send(message(`http://${name}:${port()}/`))
    expect(answer).toEqual({ failure: 'address_forbidden' })
  })

  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '169.254.169.254',
    '192.168.0.1',
    '100.64.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[fd00::1]',
    '[fe80::1]',
    '[64:ff9b::7f00:1]',
  ])('to the address %s', async (host) => {
    const { answer } = await sender().send(message(`http://${host}:${port()}/`))
    expect(answer).toEqual({ failure: 'address_forbidden' })
  })

  test('to a name that the list of hosts of this machine has', async () => {
    const { answer } = await sender().send(message(`http://localhost:${port()}/`))
    expect(answer).toEqual({ failure: 'name_not_resolved' })
  })

  test('to another address than the one that was looked at, however often a name changes it', async () => {
    const { answer } = await sender().send(message(`http://rebinding.test:${port()}/`))
    expect(answer).toHaveProperty('failure')
    expect(nameServer.asked.filter((each) => each === 'A rebinding.test')).toHaveLength(1)
  })

  test('where a redirect leads', async () => {
    receiver.behave({ status: 307, headers: { location: '/elsewhere' } })
    const before = receiver.received.length
    const { answer } = await sender({ allowedHosts: ['127.0.0.1'] }).send(message(receiver.url))
    expect(answer).toMatchObject({ status: 307 })
    expect(receiver.received.length - before).toBe(1)
  })
})

test('nothing of all that came to a receiver on this machine', () => {
  expect(receiver.received).toHaveLength(1)
})

test('a host that the operator named is reached, and only that one', async () => {
  receiver.behave({ status: 200, body: 'x'.repeat(10_000) })
  const { answer, body } = await sender({ allowedHosts: ['127.0.0.1'] }).send(message(receiver.url))
  expect(answer).toMatchObject({ status: 200 })
  expect(body).toHaveLength(2_048)
  const other = await sender({ allowedHosts: ['localhost'] }).send(message(receiver.url))
  expect(other.answer).toEqual({ failure: 'address_forbidden' })
})

describe('a receiver', () => {
  const free = { allowedHosts: ['127.0.0.1'] }

  test('that takes a message and says nothing is given up', async () => {
    receiver.behave('hang')
    const { answer } = await sender(free).send(message(receiver.url))
    expect(answer).toEqual({ failure: 'timeout_after_writing' })
  })

  test('that closes early is no answer', async () => {
    receiver.behave('close')
    expect((await sender(free).send(message(receiver.url))).answer).toEqual({ failure: 'cut_after_writing' })
  })

  test('that speaks something else is no answer', async () => {
    const server: Server = createServer((socket) => socket.end('SSH-2.0-x\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
    expect((await sender(free).send(message(url))).answer).toEqual({ failure: 'answer_malformed' })
    server.close()
  })

  test('that nobody listens for is no answer', async () => {
    const { answer } = await sender(free).send(message('http://127.0.0.1:1/'))
    expect(answer).toEqual({ failure: 'connection_refused' })
  })
})

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['64:ff9b::808:808', true],
  ['64:ff9b::a00:1', false],
  ['64:ff9b::', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['::ffff:8.8.8.8', true],
  ['::127.0.0.1', false],
  ['ff02::1', false],
  ['nonsense', false],
])('%s is public: %s', (address, yes) => {
  expect(isPublicAddress(address)).toBe(yes)
})
