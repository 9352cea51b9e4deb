import type { FastifyInstance } from 'fastify'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { seeOther } from './page.ts'
import { type SigningRequest, tokenOf } from './visitor.ts'

/** Addresses that forms post to, and the screen that they belong to. */
const screenOf = {
  phone: '',
  open: '',
  'code/resend': '/code',
  inputs: '/review',
  pages: '/review',
  attached: '/review',
  'attached/:file/delete': '/review',
  consent: '/confirm',
}

/**
 * A killed tab is opened again with GET, wherever it stood, and the language is switched there too: what was posted to
 * leads back to its screen. Anything else below `/s` is a link that does not work.
 */
export function strayRoutes(server: FastifyInstance): void {
  for (const [action, screen] of Object.entries(screenOf)) {
    server.get(`/s/:token/${action}`, (request: SigningRequest, reply) =>
      seeOther(reply, `/s/${tokenOf(request)}${screen}`),
    )
  }
  const unknown = () => {
    throw new Refused(refusal('url_unknown'))
  }
  server.all('/s', unknown)
  server.all('/s/*', unknown)
}
