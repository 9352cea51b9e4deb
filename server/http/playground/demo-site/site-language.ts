import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '#web/playground/words.ts'

const cookieName = 'tsubame_lang'

/** Japanese, until the visitor chose otherwise with `?lang=`. */
export function siteLanguage(request: FastifyRequest): Language {
  const chosen =
    asked(request) ??
    new RegExp(`(?:^|; )${cookieName}=(en|ja)(?:;|$)`).exec(request.headers.cookie ?? '')?.[1]
  return chosen === 'en' ? 'en' : 'ja'
}

/** Keeps what the address asks for. */
export function rememberSiteLanguage(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  const chosen = asked(request)
  if (chosen === null) return
  const attributes = `Path=/playground; HttpOnly; SameSite=Lax; Max-Age=31536000${secure ? '; Secure' : ''}`
  reply.header('set-cookie', `${cookieName}=${chosen}; ${attributes}`)
}

/** This page's address without the choice: where the language switch leads. */
export function pathWithoutLanguage(request: FastifyRequest): string {
  if (request.method !== 'GET') return '/playground/apply'
  return request.url.replace(/([?&])lang=[^&]*(?:&|$)/g, '$1').replace(/[?&]$/, '')
}

function asked(request: FastifyRequest): Language | null {
  const { lang } = request.query as { lang?: unknown }
  return lang === 'ja' || lang === 'en' ? lang : null
}
