import { createHmac } from 'node:crypto'
import type { Pool } from 'pg'

/** Tries that fit into one window; the window begins with the first of them. */
const limits = { account: 10, address: 30 } as const
const windowMinutes = 15

export type LimitedBy = keyof typeof limits

/**
 * Spends a try, before the answer is known: parallel tries wait for each other's row. Minutes until the window ends
 * when there was none left, else null.
 */
export async function spendTry(
  pool: Pool,
  secret: string,
  by: LimitedBy,
  value: string,
): Promise<number | null> {
  const { rows } = await pool.query<{ tries: number; minutes: number }>(
    `insert into sign_in_limits as l (key_hash, tries, started_at) values ($1, 1, now())
     on conflict (key_hash) do update set
       tries = case when l.started_at < now() - make_interval(mins => $2) then 1 else l.tries + 1 end,
       started_at = case when l.started_at < now() - make_interval(mins => $2) then now() else l.started_at end
     returning tries, ceil(extract(epoch from started_at + make_interval(mins => $2) - now()) / 60)::int as minutes`,
    [keyOf(secret, by, value), windowMinutes],
  )
  const [row] = rows
  return row !== undefined && row.tries > limits[by] ? Math.max(1, row.minutes) : null
}

/** The right password gives an account all its tries back; an address keeps what it spent. */
export async function forgiveAccount(pool: Pool, secret: string, email: string): Promise<void> {
  await pool.query('delete from sign_in_limits where key_hash = $1', [keyOf(secret, 'account', email)])
}

/** Old windows and ended sessions; called at each success, which is seldom and finds little. */
export async function sweep(pool: Pool): Promise<void> {
  await pool.query('delete from sign_in_limits where started_at < now() - make_interval(mins => $1)', [
    windowMinutes,
  ])
  await pool.query('delete from sign_in_sessions where expires_at < now()')
}

function keyOf(secret: string, by: LimitedBy, value: string): string {
  return createHmac('sha256', secret).update(`sign-in-limit:${by}:${value}`).digest('base64url')
}
