import { DatabaseAway, DatabaseSlow } from '#server/usecases/refused.ts'

type Words = { why: string; cure: string }

const start = 'start PostgreSQL, or correct the host and port in DATABASE_URL'
const wait = 'it comes back by itself when PostgreSQL does; look at its log'
const enter = 'correct the user, the password or the name in DATABASE_URL'
const room = 'raise max_connections or the role’s connection limit, or lower DATABASE_CONNECTIONS'
const disk = 'free space on the disk of PostgreSQL'

/** SQLSTATEs (PostgreSQL, appendix A) and errors of the network that mean: not now, whatever was asked. */
const away: Record<string, Words> = {
  ECONNREFUSED: { why: 'nothing listens there', cure: start },
  ENOTFOUND: { why: 'its host name is unknown', cure: start },
  EAI_AGAIN: { why: 'its host name cannot be resolved now', cure: start },
  ENOENT: { why: 'there is no such socket', cure: start },
  ETIMEDOUT: { why: 'it does not answer', cure: start },
  EHOSTUNREACH: { why: 'its host cannot be reached', cure: start },
  ENETUNREACH: { why: 'its host cannot be reached', cure: start },
  ECONNRESET: { why: 'the connection was cut', cure: wait },
  EPIPE: { why: 'the connection was cut', cure: wait },
  '08000': { why: 'the connection was cut', cure: wait },
  '08001': { why: 'the connection could not be made', cure: start },
  '08003': { why: 'the connection was cut', cure: wait },
  '08006': { why: 'the connection was cut', cure: wait },
  '57P01': { why: 'it was stopped or the connection was ended by an administrator', cure: wait },
  '57P02': { why: 'it crashed', cure: wait },
  '57P03': { why: 'it is starting up, shutting down or recovering', cure: wait },
  '57P04': { why: 'the database was dropped', cure: enter },
  '53300': { why: 'it has no free connection left for us', cure: room },
  '53100': { why: 'its disk is full', cure: disk },
  '53200': { why: 'it is out of memory', cure: wait },
  '58030': { why: 'its disk cannot be read or written', cure: wait },
  '25006': {
    why: 'it takes no writes: it is a standby, or set to read only',
    cure: 'promote it, or let DATABASE_URL lead to the primary',
  },
  '28P01': { why: 'the password is wrong', cure: enter },
  '28000': { why: 'the user may not sign in', cure: enter },
  '3D000': { why: 'the database does not exist', cure: enter },
}

/** What `pg` says in words only. */
const said: [RegExp, Words][] = [
  [
    /^timeout exceeded when trying to connect/,
    {
      why: 'every connection of this process was in use for five seconds',
      cure: 'raise DATABASE_CONNECTIONS',
    },
  ],
  [/connection timeout|^Query read timeout/, { why: 'it does not answer', cure: start }],
  [/^Connection terminated|not queryable/, { why: 'the connection was cut', cure: wait }],
  [
    /^Cannot use a pool after calling end/,
    { why: 'this process is stopping', cure: 'nothing is to be done' },
  ],
]

/** Statement or lock timeout, idle in transaction; serialization failure and deadlock after our own tries. */
const slow = new Set(['57014', '55P03', '25P03', '40001', '40P01'])

/** Errors of files carry the same codes as those of sockets. */
const calls = new Set(['connect', 'read', 'write', 'getaddrinfo'])

/** Why the database cannot be used, where that is what the error says; null otherwise. */
export function awayWords(error: unknown): Words | null {
  // A host name with several addresses: each was tried, and each has its own error.
  if (error instanceof AggregateError) return awayWords(error.errors[0])
  if (!(error instanceof Error)) return null
  const { code, syscall } = error as NodeJS.ErrnoException
  const words = code === undefined ? undefined : away[code]
  if (words !== undefined) return code?.startsWith('E') && !calls.has(syscall ?? '') ? null : words
  return said.find(([pattern]) => pattern.test(error.message))?.[1] ?? null
}

/** `pg`'s error as ours, where it is the database that is away or slow; any other as it came. */
export function asOurs(error: unknown): unknown {
  if (error instanceof DatabaseAway || error instanceof DatabaseSlow) return error
  const words = awayWords(error)
  if (words !== null) return new DatabaseAway(words, error)
  return slow.has((error as { code?: string } | null)?.code ?? '') ? new DatabaseSlow(error) : error
}

/** Told of each time the database was found away. */
export type OnAway = (error: DatabaseAway) => void

/** The same functions, whose failures are ours. */
export function translated<Functions extends object>(functions: Functions, onAway: OnAway): Functions {
  const fail = (error: unknown): never => {
    const ours = asOurs(error)
    if (ours instanceof DatabaseAway) onAway(ours)
    throw ours
  }
  const wrap = (ask: unknown) => {
    if (typeof ask !== 'function') return ask
    return (...given: unknown[]) => {
      const answer = ask(...given)
      return answer instanceof Promise ? answer.catch(fail) : answer
    }
  }
  return Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, wrap(each)])) as Functions
}
