import type { FastifyReply } from 'fastify'
import { headersOfEveryAnswer } from './every-answer.ts'

export type PageHeaders = {
  https: boolean
  /** Origins that may frame the page; usually none. */
  frameAncestors: string[]
  /** The page shows another one of ours in a frame. */
  frames?: boolean
}

/** Only pages of ours may frame the page. */
export const framedByUs = ["'self'"]

/**
 * What a page of ours carries beyond every answer (`common/every-answer.ts`): nothing inline, nothing from elsewhere, no
 * framing but by the origins that the team lists. `form-action` is enforced along redirects, so every way out is a link.
 */
export function setPageHeaders(
  reply: FastifyReply,
  { https, frameAncestors, frames = false }: PageHeaders,
): void {
  const usual = frameAncestors.length === 0 && !frames
  const unusual = () => pageHeaders(https, frameAncestors, frames)
  reply.headers(usual ? (https ? usualHeaders.https : usualHeaders.http) : unusual())
}

const usualHeaders = { http: pageHeaders(false, [], false), https: pageHeaders(true, [], false) }

function pageHeaders(https: boolean, frameAncestors: string[], frames: boolean): Record<string, string> {
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
      ...(frames ? ["frame-src 'self'"] : []),
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${framing}`,
    ].join('; '),
    'cross-origin-resource-policy':
      frameAncestors.length === 0 || frameAncestors === framedByUs ? 'same-origin' : 'cross-origin',
  }
}
