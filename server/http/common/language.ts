import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '#domain/language.ts'

import { cookieOf, setCookie } from './cookies.ts'

/** Every page remembers the choice under the same name. */
const languageCookie = 'musubi-lang'

const yearSeconds = 365 * 24 * 3600

/** What this very address asks for (`?lang=`), or what the person chose before; null when neither says. */
export function chosenLanguage(request: FastifyRequest): Language | null {
  return askedLanguage(request) ?? languageIn(cookieOf(request.headers.cookie, languageCookie))
}

/** What the person chose; before that, what the browser prefers; Japanese where nothing is said. */
export function languageOf(request: FastifyRequest): Language {
  return chosenLanguage(request) ?? preferred(request.headers['accept-language'] ?? '')
}

/** The language that the address asks for. */
export function askedLanguage(request: FastifyRequest): Language | null {
  return languageIn((request.query as { lang?: unknown } | undefined)?.lang)
}

/** Keeps what the address asks for, from whatever page the switch was pressed on. */
export function rememberLanguage(request: FastifyRequest, reply: FastifyReply, https: boolean): void {
  const asked = askedLanguage(request)
  if (asked === null) return
  reply.header('set-cookie', setCookie(languageCookie, asked, { https, seconds: yearSeconds }))
}

/** An address without these parameters of its query: where the language switch of its page leads. */
export function withoutParameters(url: string, names: string[]): string {
  const [path = ''] = url.split('?', 1)
  const kept = url
    .slice(path.length + 1)
    .split('&')
    .filter((pair) => pair !== '' && !names.includes(pair.split('=', 1)[0] ?? ''))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}

function languageIn(value: unknown): Language | null {
  return value === 'ja' || value === 'en' ? value : null
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
