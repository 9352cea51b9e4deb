import type { FastifyReply } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** Answers with a whole page, drawn now. */
export function sendPage<Props>(reply: FastifyReply, page: VNode<Props>): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>${renderToString(page as VNode)}`)
}
