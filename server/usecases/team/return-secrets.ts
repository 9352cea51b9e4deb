import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { type ReturnSecret, returnSecret, signingNext, withNewSecret } from '#domain/return-result.ts'
import { resultIsAmbiguous } from '#domain/team.ts'
import { settingsEvents } from '#domain/team-event.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

const secretBytes = 32
const idBytes = 9

/**
 * Makes a secret and answers it, once: the first switches the signed result on and signs at once, the next one takes over after a
 * day. `seen`: the ids on the page that asked, so that a form posted twice does not end what a site was just given.
 */
export async function addReturnSecret(
  { database, clock, random }: Needs,
  origin: Origin,
  { member, seen }: { member: Member; seen: string },
): Promise<ReturnSecret> {
  return database.transaction(origin, async (tx) => {
    const before = await lockSecrets(tx, member, seen)
    if (resultIsAmbiguous(await tx.teams.get(member.teamId))) {
      throw new Refused(refusal('return_url_invalid', 'return_url', { why: 'ours' }))
    }
    const at = clock.now()
    const fresh = { id: random.token(idBytes), secret: returnSecret(random.token(secretBytes)) }
    const next = withNewSecret(before, fresh, at)
    await tx.returnSecrets.save(member.teamId, next)
    await switchResult(tx, member.teamId, true, at)
    tx.recordTeam([{ type: 'return_secret.added', teamId: member.teamId, at, secretId: fresh.id }])
    return next.at(-1) ?? { ...fresh, signsFrom: at }
  })
}

/** The site has the new one: it signs from now on, and the one of before is erased. */
export async function useReturnSecret(
  { database, clock }: Needs,
  origin: Origin,
  { member, seen }: { member: Member; seen: string },
): Promise<void> {
  await database.transaction(origin, async (tx) => {
    const before = await lockSecrets(tx, member, seen)
    const at = clock.now()
    const next = signingNext(before, at)
    if (next === null) throw new Refused(refusal('form_stale'))
    await tx.returnSecrets.save(member.teamId, [{ ...next, signsFrom: at }])
    tx.recordTeam([{ type: 'return_secret.used', teamId: member.teamId, at, secretId: next.id }])
  })
}

/** The return URL carries no result any more, and its secrets are erased. */
export async function endReturnSecrets(
  { database, clock }: Needs,
  origin: Origin,
  { member }: { member: Member },
): Promise<void> {
  await database.transaction(origin, async (tx) => {
    await lockSecrets(tx, member, null)
    await tx.returnSecrets.save(member.teamId, [])
    await switchResult(tx, member.teamId, false, clock.now())
  })
}

/** By what a page says which secrets it showed. */
export function seenOf(secrets: Pick<ReturnSecret, 'id'>[]): string {
  return secrets.map(({ id }) => id).join(' ')
}

async function lockSecrets(tx: Transaction, member: Member, seen: string | null): Promise<ReturnSecret[]> {
  if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
  await tx.teams.lock(member.teamId)
  const secrets = await tx.returnSecrets.ofTeam(member.teamId)
  if (seen !== null && seen !== seenOf(secrets)) throw new Refused(refusal('form_stale'))
  return secrets
}

async function switchResult(tx: Transaction, teamId: string, on: boolean, at: Date): Promise<void> {
  const team = await tx.teams.get(teamId)
  if (team.returnResult === on) return
  const next = { ...team, returnResult: on }
  tx.teams.queueSettings(next)
  tx.recordTeam(settingsEvents(team, next, at))
}
