import type { Config } from '#server/config/config.ts'

/** The demo site is another site than the signing pages, so that cookies, CSP and the way back are truly crossed. */
export function demoSiteOf(config: Pick<Config, 'publicUrl'>): string {
  const url = new URL(config.publicUrl)
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost'
  return url.origin
}
