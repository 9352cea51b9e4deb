import type { FastifyReply, FastifyRequest } from 'fastify'
import { type DisplayChoice, schemes } from '#web/console/frame/display-choice.ts'
import { cookieOf, setCookie } from '../common/cookies.ts'

/** A browser's own: the same person wants it dark on one device and light on another. */
const cookieName = 'musubi-display'

const yearSeconds = 365 * 24 * 3600

/** What this browser chose; before that, the device's colours, and keys. */
export function displayChoiceOf(request: FastifyRequest): DisplayChoice {
  const [scheme, keys] = (cookieOf(request.headers.cookie, cookieName) ?? '').split('.')
  return { scheme: schemes.find((each) => each === scheme) ?? 'device', keys: keys !== 'off' }
}

/** Keeps the choice in this browser. */
export function rememberDisplay(reply: FastifyReply, choice: DisplayChoice, https: boolean): void {
  const value = `${choice.scheme}.${choice.keys ? 'on' : 'off'}`
  reply.header('set-cookie', setCookie(cookieName, value, { https, seconds: yearSeconds }))
}
