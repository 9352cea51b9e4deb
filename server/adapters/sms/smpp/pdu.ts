/**
 * PDUs of SMPP 3.4 (Short Message Peer to Peer Protocol Specification v3.4, issue 1.2), as far as a client that sends
 * texts and gets receipts needs them.
 */

/** §5.1.2.1 */
export const command = {
  generic_nack: 0x80000000,
  submit_sm: 0x00000004,
  submit_sm_resp: 0x80000004,
  deliver_sm: 0x00000005,
  deliver_sm_resp: 0x80000005,
  unbind: 0x00000006,
  unbind_resp: 0x80000006,
  bind_transceiver: 0x00000009,
  bind_transceiver_resp: 0x80000009,
  enquire_link: 0x00000015,
  enquire_link_resp: 0x80000015,
} as const

/** §5.1.3, those that we say or act upon. */
export const status = {
  ok: 0x00,
  invalid_command_length: 0x02,
  invalid_command_id: 0x03,
  system_error: 0x08,
  message_queue_full: 0x14,
  submit_failed: 0x45,
  throttled: 0x58,
  temporary_application_error: 0x64,
} as const

/** Optional parameters, §5.3.2. */
export const tag = { receipted_message_id: 0x001e, message_payload: 0x0424, message_state: 0x0427 } as const

export type Pdu = { command: number; status: number; sequence: number; body: Buffer }

const headerOctets = 16
/** Longer than any text: `message_payload` holds up to 64 KB (§5.3.2.32). */
const longestPdu = 70_000

/** §3.2: length, command, status, sequence, each four octets, and the body. */
export function encodePdu({ command, status, sequence, body }: Pdu): Buffer {
  const header = Buffer.alloc(headerOctets)
  header.writeUInt32BE(headerOctets + body.length, 0)
  header.writeUInt32BE(command, 4)
  header.writeUInt32BE(status, 8)
  header.writeUInt32BE(sequence, 12)
  return Buffer.concat([header, body])
}

/** Takes bytes as they come and answers the PDUs that are whole; null once a length is none: what follows cannot be read. */
export function pduReader(): (chunk: Buffer) => Pdu[] | null {
  let chunks: Buffer[] = []
  let held = 0
  return (chunk) => {
    chunks.push(chunk)
    held += chunk.length
    const found: Pdu[] = []
    // Chunks are joined only where a PDU is whole, so that one that comes octet by octet is not copied each time.
    while (held >= headerOctets) {
      if ((chunks[0]?.length ?? 0) < headerOctets) chunks = [Buffer.concat(chunks)]
      const length = chunks[0]?.readUInt32BE(0) ?? 0
      if (length < headerOctets || length > longestPdu) return null
      if (held < length) break
      const [first, ...others] = chunks
      const whole = first !== undefined && others.length === 0 ? first : Buffer.concat(chunks)
      found.push({
        command: whole.readUInt32BE(4),
        status: whole.readUInt32BE(8),
        sequence: whole.readUInt32BE(12),
        body: whole.subarray(headerOctets, length),
      })
      const rest = whole.subarray(length)
      chunks = rest.length === 0 ? [] : [rest]
      held = rest.length
    }
    return found
  }
}

/** A C-Octet String, §3.1: ASCII and a NUL. What is none of ASCII would be another octet for everyone. */
function cString(text: string): Buffer {
  return Buffer.from(`${text.replace(/[^\x20-\x7e]/g, '?')}\0`, 'latin1')
}

/** §4.1.5 */
export function bindBody(given: { systemId: string; password: string; systemType: string }): Buffer {
  const interfaceVersion = 0x34
  return Buffer.concat([
    cString(given.systemId),
    cString(given.password),
    cString(given.systemType),
    Buffer.from([interfaceVersion, 0, 0]),
    cString(''),
  ])
}

/** `ton`, `npi`: type of number and numbering plan, §5.2.5 and §5.2.6. */
export type Address = { ton: number; npi: number; digits: string }

export type Submit = {
  source: Address
  destination: Address
  /** §5.2.12: 0x40 says that the text begins with a user data header. */
  esmClass: number
  /** §7.1.1. */
  validityPeriod: string
  receiptWanted: boolean
  dataCoding: number
  /** At most 254 octets, or all of it as `message_payload`. */
  text: Buffer
  asPayload: boolean
}

/** §4.4.1 */
export function submitBody(submit: Submit): Buffer {
  const { source, destination, text, asPayload } = submit
  const header = Buffer.alloc(4)
  header.writeUInt16BE(tag.message_payload, 0)
  header.writeUInt16BE(asPayload ? text.length : 0, 2)
  return Buffer.concat([
    cString(''),
    Buffer.from([source.ton, source.npi]),
    cString(source.digits),
    Buffer.from([destination.ton, destination.npi]),
    cString(destination.digits),
    Buffer.from([submit.esmClass, 0, 0]),
    cString(''),
    cString(submit.validityPeriod),
    Buffer.from([submit.receiptWanted ? 1 : 0, 0, submit.dataCoding, 0, asPayload ? 0 : text.length]),
    ...(asPayload ? [header, text] : [text]),
  ])
}

/** `message_id` of a `submit_sm_resp` (§4.4.2); null where there is none. */
export function messageIdOf(body: Buffer): string | null {
  const end = body.indexOf(0)
  const id = body.subarray(0, end === -1 ? body.length : end).toString('latin1')
  return id === '' ? null : id
}

export type Delivered = { esmClass: number; text: string; parameters: Map<number, Buffer> }

/** What a receipt may say, of a `deliver_sm` (§4.6.1); null where its fields do not fit into it. */
export function readDeliver(body: Buffer): Delivered | null {
  let at = 0
  const skipText = () => {
    const end = body.indexOf(0, at)
    at = end === -1 ? Number.POSITIVE_INFINITY : end + 1
  }
  skipText()
  for (const _address of ['source', 'destination']) {
    at += 2
    skipText()
  }
  if (at + 3 > body.length) return null
  const esmClass = body[at] ?? 0
  at += 3
  skipText()
  skipText()
  if (at + 5 > body.length) return null
  const length = body[at + 4] ?? 0
  at += 5
  if (at + length > body.length) return null
  const text = body.subarray(at, at + length).toString('latin1')
  const parameters = readParameters(body.subarray(at + length))
  const payload = parameters.get(tag.message_payload)
  return { esmClass, text: length === 0 && payload ? payload.toString('latin1') : text, parameters }
}

/** §3.2.4.1: tag and length, two octets each, and the value. One that is cut ends the list. */
function readParameters(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>()
  let at = 0
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) break
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, end))
    at = end
  }
  return found
}
