import type { ConsoleSession, Factor } from '#domain/console-session.ts'
import type { Member } from '#domain/member.ts'
import type { Random, Secrets, Transaction } from '../ports.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts'

/** A member who changes something of their own account, in this session. */
export type Own = { member: Member; session: ConsoleSession }

/**
 * What follows when a member has one more second factor: this session has it too, all others end, and whoever had none
 * before gets recovery codes, told once.
 */
export async function factorAdded(
  { random, secrets }: { random: Random; secrets: Secrets },
  tx: Transaction,
  { member, session }: Own,
  { factor, first }: { factor: Factor; first: boolean },
): Promise<string[]> {
  await tx.signIn.setSessionFactor(session.id, factor)
  await tx.signIn.endSessions(member.id, session.id)
  return first ? makeCodes({ random, secrets }, tx, member.id) : []
}

/** Ten new codes in place of those that there were. */
export async function makeCodes(
  { random, secrets }: { random: Random; secrets: Secrets },
  tx: Transaction,
  memberId: string,
): Promise<string[]> {
  const codes = newRecoveryCodes(random)
  const hashes = codes.map((code) => recoveryCodeHash(secrets, memberId, code))
  await tx.signIn.replaceRecoveryCodes(memberId, hashes)
  return codes
}

/** Without a second factor recovery codes are of no use. */
export async function factorRemoved(tx: Transaction, { member, session }: Own): Promise<void> {
  await tx.signIn.endSessions(member.id, session.id)
  const app = await tx.signIn.app(member.id)
  const left = (await tx.signIn.passkeys(member.id)).length + (app !== null && app.since !== null ? 1 : 0)
  if (left === 0) await tx.signIn.replaceRecoveryCodes(member.id, [])
}
