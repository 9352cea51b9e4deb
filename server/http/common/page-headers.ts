import type { FastifyReply } from 'fastify'
import { headersOfEveryAnswer } from './every-answer.ts'

export type PageHeaders = {
  https: boolean
  /** Origins that may frame the page; usually none. */
  frameAncestors: string[]
}

/**
 * What a page of ours carries beyond every answer (`common/every-answer.ts`): nothing inline, nothing from elsewhere, no
 * framing but by the origins that the team lists. `form-action` is enforced along redirects, so every way out is a link.
 */
export function setPageHeaders(reply: FastifyReply, { https, frameAncestors }: PageHeaders): void {
  const usual = frameAncestors.length === 0
  reply.headers(usual ? (https ? usualHeaders.https : usualHeaders.http) : pageHeaders(https, frameAncestors))
}

const usualHeaders = { http: pageHeaders(false, []), https: pageHeaders(true, []) }

function pageHeaders(https: boolean, frameAncestors: string[]): Record<string, string> {
  const framing = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')
  return {
    ...headersOfEveryAnswer(https),
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${framing}`,
    ].join('; '),
    'cross-origin-resource-policy': frameAncestors.length === 0 ? 'same-origin' : 'cross-origin',
  }
}
