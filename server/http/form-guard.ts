import type { FastifyRequest } from 'fastify'
import { refusal } from '#domain/refusal.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'

/** The token that every form carries: worthless without the secret it was made from (a URL's token or a session's). */
export function formToken(secrets: Secrets, bearer: string): string {
  return secrets.keyedHash('form', bearer)
}

/**
 * Refused: a wrong token; an `Origin` that is not ours, `null` too; a `Sec-Fetch-Site` other than `same-origin`.
 * Absent headers are no refusal: old browsers send neither.
 */
export function guardForm(
  request: FastifyRequest,
  { secrets, publicUrl }: { secrets: Secrets; publicUrl: string },
  ...bearers: string[]
): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const sent = (request.body as Record<string, unknown> | undefined)?.form_token
  const genuine =
    (origin === undefined || origin === publicUrl) &&
    (site === undefined || site === 'same-origin') &&
    typeof sent === 'string' &&
    bearers.some((bearer) => secrets.equal(sent, formToken(secrets, bearer)))
  if (!genuine) throw new Refused(refusal('form_stale'))
}

/** A field of a posted form; empty when absent. */
export function field(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}
