import { createHmac, timingSafeEqual } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { ConsoleCookies } from '#server/usecases/sign-in-ports.ts'

/**
 * The session's cookie is `token.signature` (HMAC-SHA-256, base64), as releases before wrote it: sessions go on, and a
 * token that is read out of the database opens nothing without the key. The first secret signs, each of them proves.
 */
export function createConsoleCookies({
  secrets,
  secureCookies,
}: {
  secrets: string[]
  secureCookies: boolean
}): ConsoleCookies {
  const prefix = secureCookies ? '__Host-' : ''
  const name = `${prefix}musubi-console`
  const stepName = `${prefix}musubi-console-step`
  const signedBy = (secret: string, text: string) =>
    createHmac('sha256', secret).update(text).digest('base64')
  const signed = (text: string) => signedBy(secrets[0] ?? '', text)
  const set = (cookie: string, value: string, maxAge: number) =>
    stringifySetCookie({
      ...{ name: cookie, value, maxAge, path: '/', httpOnly: true, secure: secureCookies },
      sameSite: 'lax',
    })
  const raw = (header: string | undefined, cookie: string) =>
    header === undefined ? null : (parseCookie(header, { decode: (value) => value })[cookie] ?? null)

  function textIn(value: string | null): string | null {
    const whole = decoded(value ?? '')
    const dot = whole.lastIndexOf('.')
    if (dot < 1) return null
    const [text, signature] = [whole.slice(0, dot), Buffer.from(whole.slice(dot + 1))]
    const right = secrets.some((secret) => {
      const proof = Buffer.from(signedBy(secret, text))
      return signature.length === proof.length && timingSafeEqual(signature, proof)
    })
    return right ? text : null
  }

  return {
    tokenIn(header) {
      const token = textIn(raw(header, name))
      return token === null || token.startsWith(stepMark) ? null : token
    },
    valueIn: (header) => raw(header, name),
    cookieFor: (token, seconds) => set(name, `${token}.${signed(token)}`, seconds),
    gone: () => set(name, '', 0),
    stepIn(header) {
      const text = textIn(raw(header, stepName))
      const [, memberId, until, bound] = /^step:([0-9A-Za-z]+):([0-9]+):([\w-]+)$/.exec(text ?? '') ?? []
      if (memberId === undefined || bound === undefined) return null
      return { memberId, until: Number(until), bound }
    },
    stepFor({ memberId, until, bound }) {
      const text = `${stepMark}${memberId}:${until}:${bound}`
      return set(stepName, `${text}.${signed(text)}`, stepSeconds)
    },
    stepGone: () => set(stepName, '', 0),
  }
}

/** No token begins so: one cookie is never taken for the other. */
const stepMark = 'step:'
const stepSeconds = 600

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
