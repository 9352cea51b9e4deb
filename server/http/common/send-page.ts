import type { FastifyReply } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { keepTogether } from '#web/ui/keep-together.ts'

/** Answers with a whole page, drawn now. */
export function sendPage<Props>(reply: FastifyReply, page: VNode<Props>): FastifyReply {
  const html = keepTogether(renderToString(page as VNode))
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>${html}`)
}
