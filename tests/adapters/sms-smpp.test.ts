/** The SMPP gateway against a centre that behaves as badly as some do. What a good one reads is in sms-smpp-centre.test.ts. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { command, pduReader, status } from '#server/adapters/sms/smpp/pdu.ts'
import {
  createSmppGateway,
  type SmppGateway,
  type SmppSettings,
  type Timing,
} from '#server/adapters/sms/smpp/smpp-gateway.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'
import { type HostileSmsc, startHostileSmsc } from '#tests/support/hostile-smsc.ts'
import { until } from '#tests/support/until.ts'

const clock = { now: () => new Date('2026-11-30T09:00:00Z') }
const message: SmsMessage = {
  idempotencyKey: 'sms-1',
  to: '+819012345678',
  text: '【むすび不動産】認証コード 123456 (5分間有効)',
  expiresAt: new Date('2026-11-30T09:05:00Z'),
}
const timing: Timing = { answerMs: 300, enquireMs: 60_000, gapsMs: [50], throttledMs: 20 }

type Told = { providerId: string; state: string } | { smsId: string; providerId: string }

let smsc: HostileSmsc
let gateway: SmppGateway
let told: Told[]
let receiptFails: boolean

function open(changes: Partial<SmppSettings & Timing> = {}): SmppGateway {
  const settings: SmppSettings = {
    host: '127.0.0.1',
    port: smsc.port,
    secure: false,
    systemId: 'musubi',
    password: 'secret',
    systemType: '',
    sender: '',
    numberFormat: 'digits',
    longTexts: 'parts',
    receiptIds: 'same',
    perSecond: 1000,
    window: 10,
    ...changes,
  }
  const news = {
    async receipt(receipt: { providerId: string; state: string }) {
      if (receiptFails) throw new Error('no database')
      told.push(receipt)
    },
    async lateAnswer(answer: { smsId: string; providerId: string }) {
      told.push(answer)
    },
  }
  return createSmppGateway(settings, clock, news, { ...timing, ...changes })
}

beforeEach(async () => {
  smsc = await startHostileSmsc()
  told = []
  receiptFails = false
  gateway = open()
})
afterEach(async () => {
  await gateway.close()
  smsc.close()
})

const heard = (kind: number) => smsc.heard.filter((pdu) => pdu.command === kind)

describe('a text', () => {
  it('that the centre takes is accepted with its id, over one line for all', async () => {
    expect(await gateway.send(message)).toEqual({ outcome: 'accepted', providerId: 'm-1', segments: 1 })
    expect(await gateway.send(message)).toMatchObject({ providerId: 'm-2' })
    expect(heard(command.bind_transceiver)).toHaveLength(1)
  })

  it.each([
    ['throttled', 0x58, true],
    ['its queue full', 0x14, true],
    ['a system error', 0x08, true],
    ['an invalid destination', 0x0b, false],
    ['an invalid source', 0x0a, false],
    ['a status of its own', 0x400, false],
  ])('refused with %s says whether another try makes sense', async (_, code, tryAgain) => {
    smsc.onSubmit = (line, pdu) => line.answer(pdu, code)
    const reason = `smpp_0x${code.toString(16).padStart(2, '0')}`
    expect(await gateway.send(message)).toEqual({ outcome: 'rejected', reason, tryAgain })
  })

  it('whose PDU the centre cannot read was not taken, even where it says so with status 0', async () => {
    smsc.onSubmit = (line, pdu) => line.answer({ ...pdu, command: command.generic_nack }, status.ok)
    expect(await gateway.send(message)).toMatchObject({ outcome: 'rejected', tryAgain: false })
  })

  it('is unknown when the line is cut after it was written, and the next goes over a new line', async () => {
    const answer = smsc.onSubmit
    smsc.onSubmit = (line) => void line.socket.resetAndDestroy()
    expect(await gateway.send(message)).toEqual({ outcome: 'unknown', reason: 'cut_after_writing' })
    smsc.onSubmit = answer
    await until('a new line', () => heard(command.bind_transceiver).length === 2)
    await until('it takes texts', async () => (await gateway.send(message)).outcome === 'accepted')
  })

  it('is unknown when no answer comes, and an answer that comes late tells the id', async () => {
    const answers: (() => void)[] = []
    const answer = smsc.onSubmit
    smsc.onSubmit = (line, pdu) => void answers.push(() => answer(line, pdu))
    expect(await gateway.send(message)).toEqual({ outcome: 'unknown', reason: 'timeout_after_writing' })
    expect(told).toEqual([])
    for (const late of answers) late()
    await until('the id is told', () => told.length > 0)
    expect(told).toEqual([{ smsId: 'sms-1', providerId: 'm-1' }])
  })

  it('of which some parts were taken is not said to be refused', async () => {
    const answer = smsc.onSubmit
    smsc.onSubmit = (line, pdu) => {
      if (heard(command.submit_sm).length === 1) answer(line, pdu)
      else line.answer(pdu, status.throttled)
    }
    expect(await gateway.send({ ...message, text: 'あ'.repeat(100) })).toEqual({
      outcome: 'unknown',
      reason: 'smpp_0x58',
    })
  })

  it('whose code has run out, or whose number has no national form, is not sent', async () => {
    expect(await gateway.send({ ...message, expiresAt: clock.now() })).toMatchObject({ reason: 'expired' })
    await gateway.close()
    gateway = open({ numberFormat: 'national' })
    expect(await gateway.send({ ...message, to: '+15551234567' })).toMatchObject({
      outcome: 'rejected',
      tryAgain: false,
    })
    expect(smsc.heard).toEqual([])
  })
})

describe('a line', () => {
  it('that nobody opens is refused at once, and worth another try', async () => {
    const { port } = smsc
    smsc.close()
    await until('nobody listens', async () => {
      const server = createServer()
      server.listen(port, '127.0.0.1')
      const [event] = await Promise.race([
        once(server, 'listening').then(() => ['free']),
        once(server, 'error').then(() => ['taken']),
      ])
      if (event === 'free') await new Promise((resolve) => server.close(resolve))
      return event === 'free'
    })
    const refused = { outcome: 'rejected', reason: 'connection_refused', tryAgain: true }
    expect(await gateway.send(message)).toEqual(refused)
    expect(await gateway.send(message)).toEqual(refused)
  })

  it.each([
    ['a wrong password', status.ok + 0x0e, 'smpp_bind_0x0e'],
    ['an account that is bound already', 0x05, 'smpp_bind_0x05'],
  ])('refused because of %s is told by its code, and nothing was sent', async (_, code, reason) => {
    smsc.onBind = (line, pdu) => line.answer(pdu, code)
    expect(await gateway.send(message)).toEqual({ outcome: 'rejected', reason, tryAgain: true })
    expect(heard(command.submit_sm)).toEqual([])
  })

  it('on which the centre says nothing, or goes away before it let us in, sent nothing', async () => {
    smsc.onBind = () => {}
    expect(await gateway.send(message)).toMatchObject({ reason: 'smpp_bind_timeout', tryAgain: true })
    await gateway.close()
    gateway = open()
    smsc.onBind = (line) => void line.socket.destroy()
    expect(await gateway.send(message)).toMatchObject({ reason: 'smpp_bind_cut', tryAgain: true })
  })

  it('is opened anew by itself after the centre said good-bye, with receipts listened for', async () => {
    await gateway.send(message)
    const unbind = Buffer.from('00000010000000060000000000000007', 'hex')
    smsc.lines[0]?.raw(unbind)
    await until('it is answered', () => heard(command.unbind_resp).length === 1)
    await until('a new line', () => heard(command.bind_transceiver).length === 2)
  })

  it('on which enquiries stay without an answer is given up for a new one', async () => {
    await gateway.close()
    gateway = open({ enquireMs: 20, answerMs: 100 })
    smsc.onEnquire = () => {}
    gateway.open()
    await until('a new line', () => heard(command.bind_transceiver).length >= 2)
    smsc.onEnquire = (line, pdu) => line.answer(pdu, status.ok, Buffer.alloc(0))
  })

  it('is ended with unbind, once', async () => {
    await gateway.send(message)
    await Promise.all([gateway.close(), gateway.close()])
    expect(heard(command.unbind)).toHaveLength(1)
    expect(await gateway.send(message)).toMatchObject({ outcome: 'rejected', tryAgain: true })
  })

  it('that brings what is no SMPP is ended, and what was written on it is unknown', async () => {
    smsc.onSubmit = (line) => line.raw(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await gateway.send(message)).toEqual({ outcome: 'unknown', reason: 'cut_after_writing' })
  })

  it('carries at most a window of texts without an answer', async () => {
    await gateway.close()
    gateway = open({ window: 2, answerMs: 2_000 })
    const kept: (() => void)[] = []
    const answer = smsc.onSubmit
    smsc.onSubmit = (line, pdu) => void kept.push(() => answer(line, pdu))
    const all = Promise.all(Array.from({ length: 5 }, () => gateway.send(message)))
    for (let answered = 0; answered < 5; answered += 1) {
      await until('one more is written', () => kept.length > answered)
      expect(kept.length - answered).toBeLessThanOrEqual(2)
      kept[answered]?.()
    }
    expect((await all).every(({ outcome }) => outcome === 'accepted')).toBe(true)
  })

  it('over TLS sends nothing where nobody vouches for the certificate', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'musubi-tls-'))
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=127.0.0.1']
    execFileSync('openssl', ['req', '-x509', ...made, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    let read = 0
    const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (socket) =>
      socket.on('data', (data) => {
        read += data.length
      }),
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    await rm(directory, { recursive: true })
    await gateway.close()
    gateway = open({ secure: true, port: (server.address() as AddressInfo).port })
    expect(await gateway.send(message)).toEqual({ outcome: 'rejected', reason: 'tls_failed', tryAgain: true })
    expect(read).toBe(0)
    server.close()
  })
})

describe('a receipt', () => {
  it('is told as it comes: before the answer, doubled, and against itself', async () => {
    smsc.onSubmit = (line, pdu) => {
      line.receipt('early', 'DELIVRD')
      line.receipt('early', 'UNDELIV')
      line.answer(pdu, status.ok, Buffer.from('early\0'))
      line.receipt('early', 'DELIVRD')
    }
    expect(await gateway.send(message)).toMatchObject({ providerId: 'early' })
    await until('all are answered', () => heard(command.deliver_sm_resp).length === 3)
    expect(told.map((each) => ('state' in each ? each.state : ''))).toEqual([
      'delivered',
      'undelivered',
      'delivered',
    ])
    expect(heard(command.deliver_sm_resp).every((pdu) => pdu.status === status.ok)).toBe(true)
  })

  it('that names in decimal what the answer named in hexadecimal finds its text where that is configured', async () => {
    await gateway.close()
    gateway = open({ receiptIds: 'decimal' })
    smsc.onSubmit = (line, pdu) => line.answer(pdu, status.ok, Buffer.from('0000DEAD\0'))
    expect(await gateway.send(message)).toMatchObject({ providerId: '57005' })
    smsc.lines.at(-1)?.receipt('0000057005', 'DELIVRD')
    await until('it is told', () => told.length === 1)
    expect(told).toMatchObject([{ providerId: '57005', state: 'delivered' }])
  })

  it('that could not be kept stays with the centre', async () => {
    receiptFails = true
    await gateway.send(message)
    smsc.lines[0]?.receipt('m-1', 'DELIVRD')
    await until('it is answered', () => heard(command.deliver_sm_resp).length === 1)
    expect(heard(command.deliver_sm_resp)[0]?.status).toBe(status.temporary_application_error)
  })

  it('that says nothing final, and one whose fields are cut, are answered and change nothing', async () => {
    await gateway.send(message)
    smsc.lines[0]?.receipt('m-1', 'ENROUTE')
    smsc.lines[0]?.raw(Buffer.from('000000140000000500000000000000090000ff01', 'hex'))
    await until('both are answered', () => heard(command.deliver_sm_resp).length === 2)
    expect(told).toEqual([])
    expect(await gateway.send(message)).toMatchObject({ outcome: 'accepted' })
  })
})

it('PDUs are read whole however they are cut, and a length that is none ends the reading', () => {
  const pdu = Buffer.from('0000001200000015000000000000000b6162', 'hex')
  const stream = Buffer.concat([pdu, pdu, pdu])
  for (const size of [1, 3, 16, 17, 18, 40]) {
    const read = pduReader()
    const found = []
    for (let at = 0; at < stream.length; at += size)
      found.push(...(read(stream.subarray(at, at + size)) ?? []))
    expect(found.map(({ sequence, body }) => [sequence, body.toString()])).toEqual(Array(3).fill([11, 'ab']))
  }
  expect(pduReader()(Buffer.from('0000000f00000015000000000000000b', 'hex'))).toBeNull()
  expect(pduReader()(Buffer.from('7fffffff00000015000000000000000b', 'hex'))).toBeNull()
})
