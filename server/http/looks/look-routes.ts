import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { colourIn } from '#domain/look-colour.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { headersOfEveryAnswer } from '../common/every-answer.ts'
import { lookStylesheet, previewStylesheet } from './look-stylesheet.ts'

type LookNeeds = Pick<Ports, 'database'> & {
  publicUrl: string
  stray(request: FastifyRequest, reply: FastifyReply, kind: 'not_found'): unknown
}

const types = { css: 'text/css; charset=utf-8', png: 'image/png', svg: 'image/svg+xml' }

/** A logo opened by itself runs nothing and loads nothing. */
const lockedUp = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

/**
 * Colour and logo of signing pages, for whoever has their address: recipients see them before they have said who they are.
 * A style sheet is made of the colour in its name, a logo is named after its bytes.
 */
export function lookRoutes(server: FastifyInstance, needs: LookNeeds): void {
  const https = needs.publicUrl.startsWith('https:')

  server.get('/looks/:file', async (request: FastifyRequest<{ Params: { file: string } }>, reply) => {
    const { file } = request.params
    const [, form, digits = ''] = /^(?:(device|light|dark)-)?([0-9a-f]{6}|plain)\.css$/.exec(file) ?? []
    if (digits !== '') {
      const colour = colourIn(digits)
      if (form === undefined) return send(reply, 'css', lookStylesheet(colour))
      const scheme = form === 'light' || form === 'dark' ? form : 'device'
      if (colour !== null) return send(reply, 'css', previewStylesheet(colour, scheme))
    }
    const [, kind] = /^[0-9a-f]{64}\.(png|svg)$/.exec(file) ?? []
    const bytes = kind === undefined ? null : await needs.database.read.logo(file)
    if (bytes === null) return needs.stray(request, reply, 'not_found')
    return send(reply, kind === 'png' ? 'png' : 'svg', Buffer.from(bytes))
  })

  function send(reply: FastifyReply, kind: keyof typeof types, body: string | Buffer): FastifyReply {
    return reply
      .headers({
        ...headersOfEveryAnswer(https),
        'content-type': types[kind],
        'content-security-policy': lockedUp,
        'cross-origin-resource-policy': 'same-origin',
        // A release may make other shades of a colour; a logo is what its name says for ever.
        'cache-control': kind === 'css' ? 'public, max-age=3600' : 'public, max-age=31536000, immutable',
      })
      .send(body)
  }
}
