/** A stretch of a stream: `boundary` is true when these bytes complete a request, or the answer to one. */
export type Stretch = { bytes: Buffer; boundary: boolean }

/** Cuts the two directions of one connection into requests and answers. */
export type Framing = {
  /** The server says that it is ready before anything was asked. */
  greets: boolean
  fromClient(chunk: Buffer): Stretch[]
  fromServer(chunk: Buffer): Stretch[]
}

const letter = (character: string) => character.charCodeAt(0)

/** Messages after which PostgreSQL answers: a simple query, and the Sync that ends an extended one. */
const asking = new Set([letter('Q'), letter('S')])
/** Messages that belong to an extended query and wait for its Sync. */
const gathered = new Set(['P', 'B', 'D', 'E', 'C'].map(letter))
const readyForQuery = letter('Z')

/** PostgreSQL's protocol, version 3, without TLS. A request is everything up to its `Q` or `S`. */
export function postgresFraming(): Framing {
  const client = typedMessages({ startup: true })
  const server = typedMessages({ startup: false })
  let request: Buffer[] = []
  return {
    greets: true,
    fromClient(chunk) {
      return client(chunk).flatMap(({ type, bytes }) => {
        if (type !== null && gathered.has(type)) {
          request.push(bytes)
          return []
        }
        const whole = Buffer.concat([...request, bytes])
        request = []
        return [{ bytes: whole, boundary: type !== null && asking.has(type) }]
      })
    },
    fromServer(chunk) {
      return server(chunk).map(({ type, bytes }) => ({ bytes, boundary: type === readyForQuery }))
    },
  }
}

/** HTTP/1.1 of a client that waits for each answer: a request begins with its method, an answer with its status line. */
export function httpFraming(): Framing {
  return {
    greets: false,
    fromClient: (bytes) => [{ bytes, boundary: /^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(bytes.toString('latin1')) }],
    fromServer: (bytes) => [{ bytes, boundary: bytes.toString('latin1').startsWith('HTTP/1.1 ') }],
  }
}

type Message = { type: number | null; bytes: Buffer }

/** Splits into type byte, length, body; the first message of a client has no type byte. */
function typedMessages({ startup }: { startup: boolean }): (chunk: Buffer) => Message[] {
  let rest = Buffer.alloc(0)
  let untyped = startup
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const messages: Message[] = []
    for (;;) {
      const header = untyped ? 0 : 1
      if (rest.length < header + 4) return messages
      const size = header + rest.readUInt32BE(header)
      if (rest.length < size) return messages
      messages.push({ type: untyped ? null : (rest[0] ?? 0), bytes: rest.subarray(0, size) })
      rest = rest.subarray(size)
      untyped = false
    }
  }
}
