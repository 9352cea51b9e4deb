import { createSocket } from 'node:dgram'

/** A real name server on loopback (RFC 1035) that answers A and AAAA as it is told, anew for each question. */
export type NameServer = {
  address: string
  /** Each question as `A name` or `AAAA name`. */
  asked: string[]
  close(): Promise<void>
}

/** `answer`: the addresses of a name, by the kind of record and how often it was asked for before. */
export async function startNameServer(
  answer: (name: string, kind: 'A' | 'AAAA', before: number) => string[],
): Promise<NameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address }) => {
    const labels: string[] = []
    let at = 12
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length))
      at += length + 1
    }
    const kind = question.readUInt16BE(at + 1) === 28 ? 'AAAA' : 'A'
    const name = labels.join('.').toLowerCase()
    const before = asked.filter((each) => each === `${kind} ${name}`).length
    asked.push(`${kind} ${name}`)
    const records = answer(name, kind, before).map((each) => recordOf(each, kind))
    const head = Buffer.alloc(12)
    question.copy(head, 0, 0, 2)
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(records.length, 6)
    socket.send(Buffer.concat([head, question.subarray(12, at + 5), ...records]), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** A record of the name that was asked for, good for no time at all. */
function recordOf(address: string, kind: 'A' | 'AAAA'): Buffer {
  const data = kind === 'A' ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address)
  const head = Buffer.from([0xc0, 0x0c, 0, kind === 'A' ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, data.length])
  return Buffer.concat([head, data])
}

function ipv6Bytes(address: string): Buffer {
  const [before = '', after] = address.split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((each) => Number.parseInt(each, 16))
  const [first, last] = [groups(before), groups(after ?? '')]
  const all = [...first, ...Array(8 - first.length - last.length).fill(0), ...last]
  return Buffer.from(all.flatMap((each: number) => [each >> 8, each & 255]))
}
