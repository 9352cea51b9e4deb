/**
 * What every answer carries, whoever gives it: nothing is run, framed, guessed or kept. Pages, files and
 * assets say otherwise where they must. `same-origin` and not `no-referrer`: with the latter Chromium sends
 * `Origin: null` on our own forms.
 */
export function headersOfEveryAnswer(https: boolean): Record<string, string> {
  return {
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'otp-credentials=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}
