import type { Transaction } from '#server/usecases/ports.ts'
import { type Connection, statement } from './statements.ts'

type WindowRow = { client_id: string; started_at: Date; taken: number; blocked_until: Date | null }

const begin = statement(
  'begin_call_window',
  'insert into call_windows (client_id, started_at, taken) values ($1, $2, 0) on conflict do nothing',
)
const lock = statement<WindowRow>(
  'lock_call_window',
  'select * from call_windows where client_id = $1 for update',
)
const save = statement(
  'save_call_window',
  'update call_windows set started_at = $2, taken = $3, blocked_until = $4 where client_id = $1',
)

export function callWindowStore(connection: Connection): Transaction['callWindows'] {
  return {
    async lock(clientId, now) {
      const [, [row]] = await Promise.all([begin(connection, clientId, now), lock(connection, clientId)])
      if (row === undefined) throw new Error('a call window vanished while it was being locked')
      return { clientId, startedAt: row.started_at, taken: row.taken, blockedUntil: row.blocked_until }
    },
    async save({ clientId, startedAt, taken, blockedUntil }) {
      await save(connection, clientId, startedAt, taken, blockedUntil)
    },
  }
}
