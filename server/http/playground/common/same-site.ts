import type { FastifyReply, FastifyRequest } from 'fastify'

/** Refuses posts that another site's page makes a browser send; absent headers are no refusal. */
export function refuseOtherSites(origin: string) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method === 'GET' || request.method === 'HEAD') return
    const fetchSite = request.headers['sec-fetch-site']
    const foreign = request.headers.origin !== undefined && request.headers.origin !== origin
    if (foreign || (fetchSite !== undefined && fetchSite !== 'same-origin')) {
      return reply.code(403).type('text/plain; charset=utf-8').send('別のサイトからは送信できません。')
    }
  }
}
