import type { Logger } from 'pino'
import { loggedPartOf, type TeamEvent } from '#domain/team-event.ts'
import type { Origin } from '#server/usecases/ports.ts'

/**
 * One line for each recorded event of a team, after its commit, whatever LOG_LEVEL says (`silent`, too): whoever turns
 * the log down must not thereby hide a sign-in or a change. Ids and switches only.
 */
export function teamEventLog(log: Logger): (origin: Origin, events: TeamEvent[]) => void {
  const always = log.child({}, { level: 'info' })
  return ({ actor, address }, events) => {
    for (const event of events) {
      const by = actor.kind === 'member' ? { by: actor.memberId } : {}
      always.info(
        { event: `team.${event.type}`, teamId: event.teamId, ...by, address, ...loggedPartOf(event) },
        'recorded',
      )
    }
  }
}
