import { randomUUID } from 'node:crypto'
import type { Connection } from '../connection/statements.ts'

/**
 * Gives an address (in lower case) a password that was hashed before, or replaces the one that it has and ends its
 * sessions and every link by which another could be chosen; one statement, in whatever transaction the connection is. In SQL and not through the sign-in library, which
 * cannot join a transaction of ours: an account belongs to a member who is made or changed at the same instant (ADR 30).
 */
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
     ), uninvited as (
       delete from invitations i using members m where m.id = i.member_id and lower(m.email) = $3
     ), found as (
       delete from password_resets r using members m where m.id = r.member_id and lower(m.email) = $3
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
