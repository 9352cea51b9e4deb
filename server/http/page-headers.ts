import type { FastifyReply } from 'fastify'

export type PageHeaders = {
  https: boolean
  /** Origins that may frame the page; usually none. */
  frameAncestors: string[]
}

/**
 * What every page of ours carries: nothing inline, nothing from elsewhere, no framing, no caching. `form-action` is
 * enforced along redirects, so every way out is a link. `same-origin` and not `no-referrer`: with the latter Chromium
 * sends `Origin: null` on our own forms.
 */
export function setPageHeaders(reply: FastifyReply, { https, frameAncestors }: PageHeaders): void {
  const usual = frameAncestors.length === 0
  reply.headers(usual ? (https ? usualHeaders.https : usualHeaders.http) : pageHeaders(https, frameAncestors))
}

const usualHeaders = { http: pageHeaders(false, []), https: pageHeaders(true, []) }

function pageHeaders(https: boolean, frameAncestors: string[]): Record<string, string> {
  const framing = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')
  return {
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
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': frameAncestors.length === 0 ? 'same-origin' : 'cross-origin',
    'permissions-policy':
      'otp-credentials=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}
