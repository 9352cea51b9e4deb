import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { operations } from '#contract/web-api/operations.ts'
import { StrayPage, type StrayPageProps } from '#web/stray/StrayPage.tsx'
import type { StrayKind } from '#web/stray/words.ts'
import { languageOf } from '../common/language.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { sendPage } from '../common/send-page.ts'
import { answerTo, internalError, waitAMoment } from '../web-api/refusals.ts'

export type StrayNeeds = Pick<StrayPageProps, 'assets' | 'evaluation'> & { publicUrl: string }

/** Answers a request that belongs to no door, or that no door could take. */
export type AnswerStray = (request: FastifyRequest, reply: FastifyReply, kind: StrayKind) => FastifyReply

const statuses = {
  not_found: 404,
  method_not_allowed: 405,
  request_broken: 400,
  host_foreign: 400,
  too_large: 413,
  failed: 500,
  unavailable: 503,
} as const satisfies Record<StrayKind, number>

const badRequest = (message: string) => ({ error: 'bad_request', message })

const bodies = {
  not_found: answerTo({ code: 'route_unknown' }).body,
  method_not_allowed: answerTo({ code: 'method_not_allowed' }).body,
  request_broken: badRequest(
    'The request cannot be read: send one `Host` header, and path, query and cookies in UTF-8 without NUL characters.',
  ),
  host_foreign: badRequest(
    'The `Host` is not one of this evaluation server; use the address it printed, or name the host in ALLOWED_HOSTS.',
  ),
  too_large: { error: 'too_large_request', message: 'The body is too large; send less.' },
  failed: internalError,
  unavailable: waitAMoment,
} as const satisfies Record<StrayKind, object>

/** A page for a person, JSON for a program; the same statuses. */
export function answerStray({ assets, evaluation, publicUrl }: StrayNeeds): AnswerStray {
  const https = publicUrl.startsWith('https:')
  return (request, reply, kind) => {
    reply.code(statuses[kind])
    if (!wantsPage(request)) return reply.send(bodies[kind])
    setPageHeaders(reply, { https, frameAncestors: [] })
    return sendPage(reply, h(StrayPage, { lang: languageOf(request), assets, evaluation, kind }))
  }
}

/** `documents`, `token`, `me` …: below these everything belongs to the Web API. */
const apiRoots = new Set(operations.map(({ path }) => path.split('/')[1] ?? ''))

export function isOfWebApi(url: string): boolean {
  return apiRoots.has(url.slice(1).split(/[/?]/, 1)[0] ?? '')
}

/**
 * Who asks for HTML outside the Web API's own paths is a person in a browser: they all name `text/html`, and programs that
 * care for nothing do not. Who sends an `Authorization` is a client of the Web API.
 */
function wantsPage({ url, headers }: FastifyRequest): boolean {
  if (headers.authorization !== undefined || isOfWebApi(url)) return false
  return (headers.accept ?? '').toLowerCase().includes('text/html')
}
