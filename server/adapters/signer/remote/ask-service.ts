import { KeyUnavailable } from '#server/usecases/refused.ts'
import { type ExchangeRequest, exchange } from '../../http/http-exchange.ts'

/** A signature takes a service some ten milliseconds; one that hangs holds up a seal for so long. */
const usualTimeoutMs = 10_000

export type Answered = { status: number; answer: Record<string, unknown> }

/** Asks a key service, and reads its JSON. Rejects with `KeyUnavailable` where nothing came back. */
export async function askService(
  name: string,
  request: ExchangeRequest,
  timeoutMs = usualTimeoutMs,
): Promise<Answered> {
  const exchanged = await exchange(request, timeoutMs)
  if (exchanged.end === 'answered') {
    return { status: exchanged.status, answer: membersOf(exchanged.body) }
  }
  const late = exchanged.reason === 'timeout_after_writing' || exchanged.reason === 'connect_timeout'
  throw new KeyUnavailable(
    late ? 'timed_out' : 'unreachable',
    late ? `${name} did not answer within ${timeoutMs} ms` : `${name} is not reached (${exchanged.reason})`,
  )
}

/** What a member of it says, where it is an object. */
export function membersOf(value: unknown): Record<string, unknown> {
  try {
    const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}
