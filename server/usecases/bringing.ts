import type { Bringing } from '#domain/team.ts'
import type { Origin } from './ports.ts'

/** The Web API serves a team's own site, which brings people; who works in the console gives them a link. */
export function bringingOf({ actor }: Origin): Bringing {
  return actor.kind === 'member' && actor.via === 'console' ? 'link' : 'site'
}
