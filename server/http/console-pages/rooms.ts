import type { FastifyReply, FastifyRequest } from 'fastify'
import { field, guardForm } from '../form-guard.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type Visit, visitOf } from './visit.ts'

export type RoomHandler = (
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<FastifyReply>

/** Only members come in, and only with forms of ours; others are led to the door, and back afterwards. */
export function membersOnly(needs: ConsoleNeeds, handler: RoomHandler) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const visit = await visitOf(needs, request)
    if (visit !== null) {
      if (request.method === 'POST') guardForm(request, needs, visit.session)
      return handler(visit, request, reply)
    }
    const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : ''
    return reply.redirect(`/console/sign-in${next}`, 303)
  }
}

/** A parameter of the path. */
export function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string | undefined>)[name] ?? ''
}

/** A field of the posted form as typed, without spaces at its ends. */
export function typed(request: FastifyRequest, name: string): string {
  return field(request, name).trim()
}

/** A parameter of the query; the first when it is doubled. */
export function queried(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, string | string[] | undefined>)[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
