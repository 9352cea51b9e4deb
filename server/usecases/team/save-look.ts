import { colourObjection } from '#domain/look-colour.ts'
import type { Member } from '#domain/member.ts'
import type { Team } from '#domain/team.ts'
import { settingsEvents } from '#domain/team-event.ts'
import type { Origin, Ports } from '../ports.ts'
import { lockAsAdministrator } from './administrator.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** What the signing pages are to look like; `colour` null: ours, `logo` null: none. */
export type Look = { logo: Team['lookLogo']; colour: Team['lookColour'] }

export type SavedLook =
  | { saved: true; changed: boolean }
  /** The colour cannot be read, or the logo that was looked at is not kept any more. */
  | { saved: false; problem: 'colour' | 'logo_gone' }

/** Gives a team's signing pages their look. */
export async function saveLook(
  ports: Needs,
  origin: Origin,
  { member, look }: { member: Member; look: Look },
): Promise<SavedLook> {
  if (look.colour !== null && colourObjection(look.colour) !== null)
    return { saved: false, problem: 'colour' }
  return ports.database.transaction(origin, async (tx): Promise<SavedLook> => {
    await lockAsAdministrator(tx, member)
    const team = await tx.teams.get(member.teamId)
    if (look.logo !== null && !(await tx.logos.has(team.id, look.logo))) {
      return { saved: false, problem: 'logo_gone' }
    }
    const next = { ...team, lookLogo: look.logo, lookColour: look.colour }
    const events = settingsEvents(team, next, ports.clock.now())
    if (events.length > 0) tx.teams.queueSettings(next)
    tx.recordTeam(events)
    return { saved: true, changed: events.length > 0 }
  })
}
