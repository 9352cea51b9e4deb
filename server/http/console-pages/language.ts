import type { FastifyRequest } from 'fastify'
import type { Language } from '#web/console/words.ts'
import { cookieOf } from './cookies.ts'

/** The signing pages remember the choice under the same name. */
export const languageCookie = 'musubi-lang'

/** Seconds: a year. */
export const languageCookieLife = 365 * 24 * 3600

/** What the person chose; before that, what the browser prefers; Japanese where nothing is said. */
export function languageOf(request: FastifyRequest): Language {
  const chosen = cookieOf(request.headers.cookie, languageCookie)
  if (chosen === 'ja' || chosen === 'en') return chosen
  return preferred(request.headers['accept-language'] ?? '')
}

/** RFC 9110 §12.5.4: the highest weight wins, the first among equals. */
function preferred(header: string): Language {
  let best: { lang: Language; weight: number } = { lang: 'ja', weight: 0 }
  for (const part of header.split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const lang = tag.startsWith('ja') ? 'ja' : tag.startsWith('en') ? 'en' : null
    const quality = parameters.map((each) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(each)?.[1]).find(Boolean)
    const weight = quality === undefined ? 1 : Number(quality)
    if (lang !== null && weight > best.weight) best = { lang, weight }
  }
  return best.lang
}
