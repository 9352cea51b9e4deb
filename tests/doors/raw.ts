import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

export type RawAnswer = { status: number; headers: Map<string, string>; body: string }

/**
 * Writes these bytes on a connection of its own and reads until it is closed or the answer is whole. A server that answers and
 * closes before it has read all of them resets the connection, and on a busy machine the reset may be faster than the answer:
 * then it is asked again.
 */
export async function askRaw(
  port: number,
  bytes: string | Buffer,
  options: { waitMilliseconds?: number } = {},
): Promise<RawAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      return await askRawOnce(port, bytes, options)
    } catch (error) {
      const reset =
        error instanceof Error && 'code' in error && ['EPIPE', 'ECONNRESET'].includes(String(error.code))
      if (!reset || tries === 5) throw error
    }
  }
}

function askRawOnce(
  port: number,
  bytes: string | Buffer,
  { waitMilliseconds = 5_000 } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1')
    const done = () => {
      clearTimeout(timer)
      socket.destroy()
      const answer = readAnswer(Buffer.concat(chunks))
      if (answer === null) reject(new Error('no answer'))
      else resolve(answer)
    }
    const timer = setTimeout(done, waitMilliseconds)
    socket.on('error', (error) => (chunks.length > 0 ? done() : reject(error)))
    socket.on('close', done)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (isWhole(Buffer.concat(chunks))) done()
    })
    socket.write(bytes)
  })
}

function readAnswer(bytes: Buffer): RawAnswer | null {
  const text = bytes.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(first.split(' ')[1]), headers, body: bytes.subarray(end + 4).toString('utf8') }
}

function isWhole(bytes: Buffer): boolean {
  const answer = readAnswer(bytes)
  const length = answer?.headers.get('content-length')
  return length !== undefined && Buffer.byteLength(answer?.body ?? '') >= Number(length)
}

/** Milliseconds of processor time that a process has used, all its threads; Linux counts in hundredths of a second. */
export function processorTimeOf(pid: number): number {
  const [, ...fields] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')
  const [utime = 0, stime = 0] = fields.join(') ').split(' ').slice(11, 13).map(Number)
  return (utime + stime) * 10
}
