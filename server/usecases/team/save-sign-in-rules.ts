import type { Member } from '#domain/member.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { settingsEvents } from '#domain/team-event.ts'
import { type Origin, type Ports, systemOrigin } from '../ports.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'networks'>

export type SignInRules = { factorRequired: boolean; consoleNetworks: string[] }

const mostNetworks = 100

/**
 * What a team asks of its members at the sign-in. Networks line by line as typed. Nobody locks themselves out: the address
 * of whoever saves must lie in the networks.
 */
export async function saveSignInRules(
  { database, clock, networks }: Needs,
  origin: Origin,
  { member, rules }: { member: Member; rules: SignInRules },
): Promise<{ objections: Refusal[]; changed: boolean }> {
  const lines = rules.consoleNetworks.filter((line) => line !== '')
  const wrong = rules.consoleNetworks.flatMap((line, at) =>
    line === '' || networks.asKept(line) !== null ? [] : [at + 1],
  )
  const kept = [...new Set(lines.map((line) => networks.asKept(line) ?? ''))]
  const field = 'console_networks'
  const objection =
    lines.length > mostNetworks
      ? refusal('field_too_long', field, { limit: mostNetworks })
      : wrong.length > 0
        ? refusal('field_malformed', field, { lines: wrong.join(', ') })
        : kept.length > 0 && !networks.contain(kept, origin.address)
          ? refusal('would_lock_out', field)
          : null
  if (objection !== null) return { objections: [objection], changed: false }
  return database.transaction(origin, async (tx) => {
    await lockAsAdministrator(tx, member)
    const team = await tx.teams.get(member.teamId)
    const next = { ...team, factorRequired: rules.factorRequired, consoleNetworks: kept }
    const events = settingsEvents(team, next, clock.now())
    if (events.length > 0) tx.teams.queueSettings(next)
    tx.recordTeam(events)
    return { objections: [], changed: events.length > 0 }
  })
}

/** The operator's way out: the console may be used from anywhere again. Answers the networks that were allowed. */
export async function openConsole(
  { database, clock }: Pick<Needs, 'database' | 'clock'>,
  teamId: string,
): Promise<string[]> {
  return database.transaction(systemOrigin, async (tx) => {
    const team = await tx.teams.lock(teamId)
    const next = { ...team, consoleNetworks: [] }
    const events = settingsEvents(team, next, clock.now())
    if (events.length > 0) tx.teams.queueSettings(next)
    tx.recordTeam(events)
    return team.consoleNetworks
  })
}
