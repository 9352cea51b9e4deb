import type { FastifyRequest } from 'fastify'
import type { Visit } from './visit.ts'

/** Changes of the team's shape are lines of the log, by ids. */
export function logTeam(
  request: FastifyRequest,
  event: string,
  { member }: Visit,
  more: Record<string, unknown>,
): void {
  request.log.info({ event, teamId: member.teamId, memberId: member.id, address: request.ip, ...more })
}
