import type { FastifyInstance, FastifyRequest } from 'fastify'
import { headersOfEveryAnswer } from '../common/every-answer.ts'
import { requestObjection } from '../common/request-objection.ts'
import { queryPairs } from '../common/request-query.ts'
import { type AnswerStray, isOfWebApi } from './answer-stray.ts'

export type FloorNeeds = {
  https: boolean
  /** Null in production, where the proxy in front knows which hosts are ours. */
  isOwnHost: ((hostname: string) => boolean) | null
  stray: AnswerStray
  /** Was this request passed on by a proxy that the operator named? */
  isFromProxy(request: FastifyRequest): boolean
}

/** What lies under every door: headers and an id on each answer, and no request further in that cannot be read. */
export function layFloor(server: FastifyInstance, needs: FloorNeeds): void {
  const headers = headersOfEveryAnswer(needs.https)
  const tellProxy = tellOnceOfProxies(needs)
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
    tellProxy(request)
    const objection = requestObjection(request.raw, needs.isOwnHost)
    if (objection === 'host_foreign') needs.stray(request, reply, 'host_foreign')
    else if (objection !== null || !hasReadableQuery(request)) needs.stray(request, reply, 'request_broken')
    else done()
  })
}

/** The Web API says in its own words which parameter it is, after the checks that come first there. */
function hasReadableQuery(request: FastifyRequest): boolean {
  if (!request.url.includes('?') || isOfWebApi(request.url)) return true
  try {
    queryPairs(request)
    return true
  } catch {
    return false
  }
}

/**
 * A proxy that nobody named hides everybody's address behind its own: limits per address then count all people as one. Said
 * once, without the addresses, which may be a visitor's.
 */
function tellOnceOfProxies({ isFromProxy }: FloorNeeds): (request: FastifyRequest) => void {
  let told = false
  return (request) => {
    if (told) return
    const { headers } = request
    const header = ['x-forwarded-for', 'forwarded', 'x-real-ip'].find((name) => headers[name] !== undefined)
    if (header === undefined || isFromProxy(request)) return
    told = true
    request.log.warn(
      { header },
      'a proxy header arrived from an address that TRUSTED_PROXIES does not name, so it is not believed; if a proxy of yours stands in front, name its address there, or everybody counts as one client',
    )
  }
}
