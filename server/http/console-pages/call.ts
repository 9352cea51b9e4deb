import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ConsoleNeeds } from './needs.ts'
import type { Visit } from './visit.ts'

/** One request of a member: what every check and every answer is given. */
export type ConsoleCall = {
  needs: ConsoleNeeds
  visit: Visit
  request: FastifyRequest
  reply: FastifyReply
}
