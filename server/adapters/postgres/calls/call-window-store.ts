import { sumOf } from '#domain/call-limit.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement } from '../connection/statements.ts'

type WindowRow = { client_id: string; counted: Record<string, number>; blocked_until: Date | null }

const begin = statement(
  'begin_call_window',
  'insert into call_windows (client_id, started_at, taken) values ($1, $2, 0) on conflict do nothing',
)
const lock = statement<WindowRow>(
  'lock_counted_calls',
  'select client_id, counted, blocked_until from call_windows where client_id = $1 for update',
)
/** A release before this one counts by `started_at` and `taken`; beside it no call is forgotten. */
const save = statement(
  'save_counted_calls',
  `update call_windows set counted = $2, blocked_until = $3, taken = $4, started_at = $5 where client_id = $1`,
)

export function callWindowStore(connection: Connection): Sends<Transaction['callWindows']> {
  return {
    async lock(clientId, now) {
      const [, [row]] = await Promise.all([begin(connection, clientId, now), lock(connection, clientId)])
      if (row === undefined) throw new Error('a call window vanished while it was being locked')
      const counted = new Map(Object.entries(row.counted).map(([end, calls]) => [Number(end), calls]))
      return { clientId, counted, blockedUntil: row.blocked_until }
    },
    async queueSave({ clientId, counted, blockedUntil }, now) {
      const kept = JSON.stringify(Object.fromEntries(counted))
      await save(connection, clientId, kept, blockedUntil, sumOf(counted), now)
    },
  }
}
