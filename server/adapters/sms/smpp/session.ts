import { connect, isIP, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { bindBody, command, encodePdu, messageIdOf, type Pdu, pduReader, readDeliver, status } from './pdu.ts'
import { idOfAnswer, type ReceiptIds, readReceipt } from './receipt.ts'

export type Account = {
  host: string
  port: number
  /** TLS from the first octet, as `smpps://` says. */
  secure: boolean
  systemId: string
  password: string
  systemType: string
  receiptIds: ReceiptIds
}

/** `answer`: how long a PDU of ours may stay without an answer. `enquire`: how long a line may be silent. */
export type Patience = { answerMs: number; enquireMs: number }

/** What came of a request. `not_written`: the line had ended. `lost`: it was written, and nobody knows whether it was read. */
export type Answer =
  | { end: 'not_written' }
  | { end: 'answered'; status: number; messageId: string | null }
  | { end: 'lost'; reason: 'cut_after_writing' | 'timeout_after_writing' }

export type Receipt = NonNullable<ReturnType<typeof readReceipt>>

export type Heard = {
  /** The answer to the centre waits for it; where it throws, the centre keeps the receipt and brings it again. */
  receipt(receipt: Receipt): Promise<void>
  closed(): void
}

export type Session = {
  /** `late` hears of an answer that came after the patience was over. */
  submit(body: Buffer, late: (messageId: string | null, status: number) => void): Promise<Answer>
  isOver(): boolean
  /** Says good-bye and ends the line. Harmless twice. */
  unbind(): Promise<void>
}

/** How long a good-bye may stay without an answer. */
const goodbyeMs = 2_000

/** Answers that came late are awaited for so many requests; a centre that never answers costs no more. */
const mostLate = 1_000

/**
 * Connects and binds as a transceiver (§4.1.5). Answers a session, or a code that says why there is none: then nothing that
 * could be a text was written.
 */
export async function openSession(
  account: Account,
  patience: Patience,
  heard: Heard,
): Promise<{ session: Session } | { reason: string }> {
  const opened = await openLine(account, patience.answerMs)
  if ('reason' in opened) return opened
  const line = speakOn(opened.socket, account.receiptIds, patience, heard)
  const bound = await line.ask(command.bind_transceiver, bindBody(account))
  if (bound.end !== 'answered') {
    opened.socket.destroy()
    const slow = bound.end === 'lost' && bound.reason === 'timeout_after_writing'
    return { reason: slow ? 'smpp_bind_timeout' : 'smpp_bind_cut' }
  }
  if (bound.status !== status.ok) {
    opened.socket.destroy()
    return { reason: `smpp_bind_${hex(bound.status)}` }
  }
  line.watch()
  return {
    session: {
      submit: (body, late) => line.ask(command.submit_sm, body, late),
      isOver: line.isOver,
      async unbind() {
        // Whoever does not answer a good-bye holds up no stop of the server.
        await Promise.race([
          line.ask(command.unbind, Buffer.alloc(0)),
          sleep(goodbyeMs, undefined, { ref: false }),
        ])
        opened.socket.destroy()
      },
    },
  }
}

/** `0x58`, as SMPP's tables write a status. */
export function hex(code: number): string {
  return `0x${code.toString(16).padStart(2, '0')}`
}

function openLine(account: Account, timeoutMs: number): Promise<{ socket: Socket } | { reason: string }> {
  const { promise, resolve } = Promise.withResolvers<{ socket: Socket } | { reason: string }>()
  const where = { host: account.host, port: account.port }
  const socket = account.secure
    ? connectTls({ ...where, ...(isIP(account.host) === 0 ? { servername: account.host } : {}) })
    : connect(where)
  let connected = false
  const failed = (reason: string) => {
    socket.destroy()
    resolve({ reason })
  }
  const deadline = setTimeout(() => failed('connect_timeout'), timeoutMs)
  socket.once('connect', () => {
    connected = true
  })
  socket.once(account.secure ? 'secureConnect' : 'connect', () => resolve({ socket }))
  socket.on('error', ({ syscall }: NodeJS.ErrnoException) => {
    if (syscall === 'getaddrinfo') return failed('name_not_resolved')
    failed(connected ? 'tls_failed' : 'connection_refused')
  })
  socket.once('close', () => failed(connected ? 'tls_failed' : 'connection_refused'))
  return promise.finally(() => clearTimeout(deadline))
}

type Waiting = { settle(answer: Answer): void; deadline: NodeJS.Timeout }
type Late = (messageId: string | null, status: number) => void

function speakOn(socket: Socket, receiptIds: ReceiptIds, { answerMs, enquireMs }: Patience, heard: Heard) {
  const read = pduReader()
  const waiting = new Map<number, Waiting>()
  const late = new Map<number, Late>()
  let sequence = 0
  let over = false
  let receiving: Promise<void> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined

  const write = (pdu: Pdu) => {
    if (!over && socket.writable) socket.write(encodePdu(pdu))
  }

  function ask(kind: number, body: Buffer, whenLate?: Late): Promise<Answer> {
    if (over || !socket.writable) return Promise.resolve({ end: 'not_written' })
    const { promise, resolve } = Promise.withResolvers<Answer>()
    // §3.2: from 1 to 0x7FFFFFFF.
    sequence = (sequence % 0x7fffffff) + 1
    const number = sequence
    const deadline = setTimeout(() => {
      waiting.delete(number)
      if (whenLate !== undefined) {
        late.set(number, whenLate)
        if (late.size > mostLate) late.delete(late.keys().next().value ?? 0)
      }
      resolve({ end: 'lost', reason: 'timeout_after_writing' })
    }, answerMs)
    waiting.set(number, { settle: resolve, deadline })
    write({ command: kind, status: 0, sequence: number, body })
    return promise
  }

  function hear(pdu: Pdu): void {
    const answer = (kind: number, code: number, body = Buffer.alloc(0)) =>
      write({ command: kind, status: code, sequence: pdu.sequence, body })
    if (pdu.command >= command.generic_nack) {
      hearAnswer(pdu)
    } else if (pdu.command === command.enquire_link) {
      answer(command.enquire_link_resp, status.ok)
    } else if (pdu.command === command.unbind) {
      answer(command.unbind_resp, status.ok)
      socket.end()
    } else if (pdu.command === command.deliver_sm) {
      // One after the other: they keep their order, and many at once take no more than one connection to the database.
      receiving = receiving.then(async () =>
        answer(command.deliver_sm_resp, await hearDelivery(pdu), Buffer.from([0])),
      )
    } else {
      answer(command.generic_nack, status.invalid_command_id)
    }
  }

  function hearAnswer(pdu: Pdu): void {
    // A refusal to read our PDU (§4.3.1) is no yes, whatever status it bears.
    const code = pdu.command === command.generic_nack ? pdu.status || status.invalid_command_id : pdu.status
    const given = code === status.ok ? messageIdOf(pdu.body) : null
    const messageId = given === null ? null : idOfAnswer(given, receiptIds)
    const asked = waiting.get(pdu.sequence)
    if (asked !== undefined) {
      waiting.delete(pdu.sequence)
      clearTimeout(asked.deadline)
      asked.settle({ end: 'answered', status: code, messageId })
    } else {
      late.get(pdu.sequence)?.(messageId, code)
      late.delete(pdu.sequence)
    }
  }

  async function hearDelivery(pdu: Pdu): Promise<number> {
    const delivered = readDeliver(pdu.body)
    const receipt = delivered === null ? null : readReceipt(delivered, receiptIds)
    // What people answer to a code, and what cannot be read, is nothing to us; kept back, it would come again and again.
    if (receipt === null) return status.ok
    try {
      await heard.receipt(receipt)
      return status.ok
    } catch {
      return status.temporary_application_error
    }
  }

  function end(): void {
    if (over) return
    over = true
    clearInterval(idle)
    for (const { settle, deadline } of waiting.values()) {
      clearTimeout(deadline)
      settle({ end: 'lost', reason: 'cut_after_writing' })
    }
    waiting.clear()
    late.clear()
    socket.destroy()
    heard.closed()
  }

  socket.on('data', (chunk: Buffer) => {
    const pdus = read(chunk)
    if (pdus === null) {
      write({
        command: command.generic_nack,
        status: status.invalid_command_length,
        sequence: 0,
        body: Buffer.alloc(0),
      })
      return end()
    }
    for (const pdu of pdus) hear(pdu)
  })
  socket.on('error', end)
  socket.on('end', end)
  socket.on('close', end)

  return {
    ask,
    isOver: () => over,
    /** A line on which nobody answers is no line, though TCP may believe in it for hours (§7.2). */
    watch() {
      idle = setInterval(async () => {
        const { end: how } = await ask(command.enquire_link, Buffer.alloc(0))
        if (how !== 'answered') end()
      }, enquireMs)
      idle.unref()
    },
  }
}
