import { randomBytes, randomUUID, scrypt } from 'node:crypto'
import type { Connection } from '../postgres/statements.ts'

/** As better-auth hashes and verifies passwords (`better-auth/crypto`); signing in with such an account proves it. */
const cost = { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 }
const keyBytes = 64

/**
 * Gives an address a password, or replaces the one that it has and ends its sessions. In SQL and not through the
 * library: the first start of every server comes through here, and would keep 40 MB for it.
 */
export async function createAccount(
  pool: Connection,
  email: string,
  name: string,
  password: string,
): Promise<void> {
  await giveAccount(pool, email, name, await hashPassword(password))
}

/** The same with a password that was hashed before; one statement, in whatever transaction the connection is. */
export async function giveAccount(
  connection: Connection,
  email: string,
  name: string,
  hash: string,
): Promise<void> {
  await connection.query({
    text: `with account as (
       insert into sign_in_accounts (id, name, email, email_verified) values ($1, $2, $3, true)
       on conflict (email) do update set updated_at = now() returning id
     ), replaced as (
       update sign_in_credentials c set password = $4, updated_at = now()
       from account a where c.account_id = a.id and c.provider = 'credential' returning c.id
     ), ended as (
       delete from sign_in_sessions s using account a where s.account_id = a.id
     )
     insert into sign_in_credentials (id, subject, provider, account_id, password, updated_at)
     select $5, a.id, 'credential', a.id, $4, now() from account a where not exists (select 1 from replaced)`,
    values: [randomUUID(), name, email, hash, randomUUID()],
  })
}

/** Whoever is signed in with this address is out at their next click. */
export async function endAccountSessions(connection: Connection, email: string): Promise<void> {
  await connection.query({
    text: 'delete from sign_in_sessions s using sign_in_accounts a where a.id = s.account_id and a.email = $1',
    values: [email],
  })
}

/** What is stored of a password: salt and scrypt key, both in hexadecimal. */
export function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex')
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, cost, (error, key) => {
      if (error === null) resolve(`${salt}:${key.toString('hex')}`)
      else reject(error)
    })
  })
}
