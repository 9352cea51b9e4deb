import type { FastifyRequest } from 'fastify'
import { refusal } from '#domain/refusal.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { readForm } from './read-form.ts'

/** The token that every form carries: worthless without the secret it was made from (a URL's token or a session's). */
export function formToken(secrets: Secrets, bearer: string): string {
  return secrets.keyedHash('form', bearer)
}

export type GuardNeeds = { secrets: Secrets; publicUrl: string }

/** Bytes of a form that a stranger may post (a number, a code, a password), and of one of somebody who is known. */
export const formLimits = { stranger: 64 * 1024, known: 512 * 1024 }

/** `limit`: bytes. `pairs`: how many values, where they may be more than usual. */
export type FormSize = { limit: number; pairs?: number }

/**
 * Refused: a wrong token; an `Origin` that is not ours, `null` too; a `Sec-Fetch-Site` other than `same-origin`.
 * Absent headers are no refusal: old browsers send neither. `tokens` are those that the form may carry (`formToken`);
 * whoever has none is turned away before their body is read.
 */
export async function guardForm(
  request: FastifyRequest,
  needs: GuardNeeds,
  { tokens, limit, pairs }: FormSize & { tokens: string[] },
): Promise<void> {
  if (!isFromOurPage(request, needs, tokens)) throw new Refused(refusal('form_stale'))
  await readForm(request, limit, pairs)
  const sent = field(request, 'form_token')
  const genuine = tokens.some((token) => needs.secrets.equal(sent, token))
  if (!genuine) throw new Refused(refusal('form_stale'))
}

/** What can be told before the body is read. */
export function isFromOurPage(request: FastifyRequest, needs: GuardNeeds, tokens: string[]): boolean {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  return (
    tokens.length > 0 &&
    (origin === undefined || origin === needs.publicUrl) &&
    (site === undefined || site === 'same-origin')
  )
}

/** A field of a posted form; empty when absent. */
export function field(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
