import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Document } from '#domain/document.ts'
import { fileLimits } from '#domain/file.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { formLimits, formToken, guardForm } from '../common/form-guard.ts'
import { type FormParts, openUploadForm } from '../common/upload-form.ts'
import type { ConsoleCall } from './call.ts'
import type { ConsoleNeeds } from './needs.ts'
import { isProved } from './proof.ts'
import { guardStrangerForm, type Visit, visitOf } from './visit.ts'

/** One request of somebody who is not signed in. */
export type StrangerCall = Omit<ConsoleCall, 'visit'>

/** What must hold before a route answers. `find` refuses (by throwing `Refused`), or gives what the answer works on. */
export type Check<Found extends object> = {
  /** As the table of routes names it, e.g. `administrator`. */
  name: string
  find(call: ConsoleCall): Found | Promise<Found>
  /** A form is taken only from whoever showed a password or a passkey just now; what was typed waits meanwhile. */
  fresh?: true
  /** Open also to whoever has yet to set up the second factor that the team asks for. */
  own?: true
}

/** One row of the console's table of routes: method, path below `/console`, what is checked, and the answer. */
export type ConsoleRoute = {
  method: 'GET' | 'POST'
  path: string
  /** `stranger`: nobody need be signed in; else the name of the check. */
  check: string
  /** Its form is taken only from whoever showed a password or a passkey just now. */
  asksProof: boolean
  handle(needs: ConsoleNeeds, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
}

/**
 * A route for members. In this order: the session (who has none is led to the sign-in and back afterwards), the form's
 * origin and token, the check, who they are once more where that is asked, the answer.
 */
export function memberRoute<Found extends object>(
  method: ConsoleRoute['method'],
  path: string,
  check: Check<Found>,
  answer: (call: ConsoleCall & Found) => FastifyReply | Promise<FastifyReply>,
): ConsoleRoute {
  const asksProof = method === 'POST' && check.fresh === true
  return {
    method,
    path,
    check: check.name,
    asksProof,
    async handle(needs, request, reply) {
      const visit = await visitOf(needs, request)
      const elsewhere = wayIn(visit, check, method, request.url)
      if (visit === null || elsewhere !== null) return reply.redirect(elsewhere ?? signInPath, 303)
      if (method === 'POST') {
        const tokens = [formToken(needs.secrets, visit.session)]
        await guardForm(request, needs, { tokens, limit: formLimits.known })
      }
      const call = { needs, visit, request, reply }
      const found = await check.find(call)
      if (asksProof && !(await isProved(call))) return reply
      return answer({ ...call, needs: needsFor(needs, found), ...found })
    },
  }
}

const signInPath = '/console/sign-in'

/** Where somebody is led who may not have this page now; null: nowhere. */
function wayIn(
  visit: Visit | null,
  check: Pick<Check<object>, 'own'>,
  method: ConsoleRoute['method'],
  url: string,
): string | null {
  if (visit === null) return `${signInPath}${method === 'GET' ? `?next=${encodeURIComponent(url)}` : ''}`
  return visit.mustEnrol && check.own !== true ? '/console/me/factors' : null
}

/** How much of files one form may bring: what a document may hold, and some room for its fields. */
const uploadFormBytes = fileLimits.totalBytes + 1024 * 1024

/**
 * A route that takes files. As with every form in this order: session, origin and token, check; nothing of a file is
 * read before.
 */
export function memberUploadRoute<Found extends object>(
  path: string,
  check: Check<Found>,
  answer: (call: ConsoleCall & Found & { parts: FormParts }) => Promise<FastifyReply>,
  maxBytes = uploadFormBytes,
): ConsoleRoute {
  return {
    method: 'POST',
    path,
    check: check.name,
    // Files cannot wait on the page that asks: what they are for is changed by a form of its own.
    asksProof: false,
    async handle(needs, request, reply) {
      const visit = await visitOf(needs, request)
      const elsewhere = wayIn(visit, check, 'POST', request.url)
      if (visit === null || elsewhere !== null) return reply.redirect(elsewhere ?? signInPath, 303)
      const tokens = [formToken(needs.secrets, visit.session)]
      const parts = await openUploadForm(request, needs, { tokens, maxBytes })
      try {
        const call = { needs, visit, request, reply }
        const found = await check.find(call)
        return await answer({ ...call, needs: needsFor(needs, found), ...found, parts })
      } finally {
        await parts.return(undefined)
      }
    },
  }
}

/** What is done to a test document is done with its own tools. */
function needsFor(needs: ConsoleNeeds, found: { document?: Document }): ConsoleNeeds {
  return found.document === undefined ? needs : portsOf(needs, found.document)
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
    asksProof: false,
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
