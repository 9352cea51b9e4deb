import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { command, encodePdu, type Pdu, pduReader, status } from '#server/adapters/sms/smpp/pdu.ts'

export type HostileSmsc = {
  port: number
  /** Oldest first: the PDUs of ours. */
  heard: Pdu[]
  /** What it does with a text; changed as a test goes. */
  onSubmit: (line: Line, pdu: Pdu) => void
  onBind: (line: Line, pdu: Pdu) => void
  onEnquire: (line: Line, pdu: Pdu) => void
  lines: Line[]
  close(): void
}

type Line = {
  socket: Socket
  answer(pdu: Pdu, code?: number, body?: Buffer): void
  /** A receipt in the words of SMPP 3.4, Appendix B. */
  receipt(id: string, stat: string): void
  raw(bytes: Buffer): void
}

const cString = (text: string) => Buffer.from(`${text}\0`, 'latin1')

/** A `deliver_sm` that brings a receipt. */
function receiptBody(text: string): Buffer {
  return Buffer.concat([
    cString(''),
    Buffer.from([1, 1]),
    cString('819012345678'),
    Buffer.from([0, 0]),
    cString(''),
    Buffer.from([4, 0, 0]),
    cString(''),
    cString(''),
    Buffer.from([0, 0, 0, 0, text.length]),
    Buffer.from(text, 'latin1'),
  ])
}

/** An SMS centre on loopback that behaves as a test tells it: it throttles, cuts, is late, or contradicts itself. */
export async function startHostileSmsc(tls?: { key: string; cert: string }): Promise<HostileSmsc> {
  let sequence = 1000
  let ids = 0
  const onLine = (socket: Socket) => {
    const read = pduReader()
    const line: Line = {
      socket,
      answer(pdu, code = 0, body = Buffer.from([0])) {
        line.raw(
          encodePdu({
            command: (pdu.command | 0x80000000) >>> 0,
            status: code,
            sequence: pdu.sequence,
            body,
          }),
        )
      },
      receipt(id, stat) {
        sequence += 1
        const text = `id:${id} sub:001 dlvrd:000 submit date:2611300900 done date:2611300901 stat:${stat} err:000 text:`
        line.raw(encodePdu({ command: command.deliver_sm, status: 0, sequence, body: receiptBody(text) }))
      },
      raw: (bytes) => void (socket.writable && socket.write(bytes)),
    }
    smsc.lines.push(line)
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      for (const pdu of read(chunk) ?? []) {
        smsc.heard.push(pdu)
        if (pdu.command === command.bind_transceiver) smsc.onBind(line, pdu)
        if (pdu.command === command.submit_sm) smsc.onSubmit(line, pdu)
        if (pdu.command === command.enquire_link) smsc.onEnquire(line, pdu)
        if (pdu.command === command.unbind) line.answer(pdu, 0, Buffer.alloc(0))
      }
    })
  }
  const server = tls === undefined ? createServer(onLine) : createTlsServer(tls, onLine)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const smsc: HostileSmsc = {
    port: (server.address() as AddressInfo).port,
    heard: [],
    lines: [],
    onBind: (line, pdu) => line.answer(pdu, status.ok, cString('smsc')),
    onSubmit: (line, pdu) => line.answer(pdu, status.ok, cString(`m-${++ids}`)),
    onEnquire: (line, pdu) => line.answer(pdu, status.ok, Buffer.alloc(0)),
    close() {
      server.close()
      for (const { socket } of smsc.lines) socket.destroy()
    },
  }
  return smsc
}
