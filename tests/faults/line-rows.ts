import { rowsOf } from '#tests/support/concluded-once.ts'
import type { TestServer } from '#tests/support/server.ts'
import type { LineState } from '#tests/support/toxiproxy.ts'

/** The rows of a table of lines, with names. */
export const rowsFor = <Row extends { state: LineState }>(rows: Row[]) =>
  rows.map((row) => ({ ...row, name: nameOf(row.state) }))

export function nameOf(state: LineState): string {
  return typeof state === 'object' ? `cut after ${state.cut} bytes of the answer` : state
}

/** The gaps of what is tried again are over. */
export const gapsAreOver = (server: TestServer) =>
  rowsOf(
    server,
    `with due as (update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now() returning 1)
     select pg_notify('jobs:insert', '{"count":10}') from (select count(*) from due) counted`,
  )
