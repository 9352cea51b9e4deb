import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formLimits, formToken, guardForm } from '../common/form-guard.ts'
import type { ConsoleNeeds } from './needs.ts'
import { guardStrangerForm, type Visit, visitOf } from './visit.ts'

/** One request of a member: what every check and every answer is given. */
export type ConsoleCall = {
  needs: ConsoleNeeds
  visit: Visit
  request: FastifyRequest
  reply: FastifyReply
}

/** One request of somebody who is not signed in. */
export type StrangerCall = Omit<ConsoleCall, 'visit'>

/** What must hold before a route answers. `find` refuses (by throwing `Refused`), or gives what the answer works on. */
export type Check<Found extends object> = {
  /** As the table of routes names it, e.g. `administrator`. */
  name: string
  find(call: ConsoleCall): Found | Promise<Found>
}

/** One row of the console's table of routes: method, path below `/console`, what is checked, and the answer. */
export type ConsoleRoute = {
  method: 'GET' | 'POST'
  path: string
  /** `stranger`: nobody need be signed in; else the name of the check. */
  check: string
  handle(needs: ConsoleNeeds, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
}

/**
 * A route for members. In this order: the session (who has none is led to the sign-in and back afterwards), the form's
 * origin and token, the check, the answer.
 */
export function memberRoute<Found extends object>(
  method: ConsoleRoute['method'],
  path: string,
  check: Check<Found>,
  answer: (call: ConsoleCall & Found) => FastifyReply | Promise<FastifyReply>,
): ConsoleRoute {
  return {
    method,
    path,
    check: check.name,
    async handle(needs, request, reply) {
      const visit = await visitOf(needs, request)
      if (visit === null) {
        const next = method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : ''
        return reply.redirect(`/console/sign-in${next}`, 303)
      }
      if (method === 'POST') {
        const tokens = [formToken(needs.secrets, visit.session)]
        await guardForm(request, needs, { tokens, limit: formLimits.known })
      }
      const call = { needs, visit, request, reply }
      return answer({ ...call, ...(await check.find(call)) })
    },
  }
}

/** A route for whoever comes. Its form is bound to a cookie that this browser got with the page. */
export function strangerRoute(
  method: ConsoleRoute['method'],
  path: string,
  answer: (call: StrangerCall) => FastifyReply | Promise<FastifyReply>,
): ConsoleRoute {
  return {
    method,
    path,
    check: 'stranger',
    async handle(needs, request, reply) {
      if (method === 'POST') await guardStrangerForm(needs, request)
      return answer({ needs, request, reply })
    },
  }
}

/** Binds the rows of a table to the server, which is mounted below `/console`. */
export function bindRoutes(server: FastifyInstance, needs: ConsoleNeeds, routes: ConsoleRoute[]): void {
  for (const { method, path, handle } of routes) {
    server.route({ method, url: path, handler: (request, reply) => handle(needs, request, reply) })
  }
}
