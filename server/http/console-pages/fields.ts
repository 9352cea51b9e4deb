import type { FastifyRequest } from 'fastify'
import { field } from '../common/form-guard.ts'

/** A parameter of the path. */
export function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string | undefined>)[name] ?? ''
}

/** A field of the posted form as typed, without spaces at its ends. */
export function typed(request: FastifyRequest, name: string): string {
  return field(request, name).trim()
}

/** A parameter of the query; the first when it is doubled. */
export function queried(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, string | string[] | undefined>)[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** What the last act did, as the address of the page that follows it says; null when it says nothing. */
export function doneOf(request: FastifyRequest): string | null {
  const done = queried(request, 'done')
  return done === '' ? null : done
}

/** After which document a list goes on; null at its beginning. */
export function afterOf(request: FastifyRequest): string | null {
  return placeIn(queried(request, 'after'))
}

/** What a list is narrowed to, by the names of its address, each bounded; what is none of those offered says nothing. */
export function narrowedTo<Name extends string>(
  request: FastifyRequest,
  offered: Record<Name, readonly string[] | 'text'>,
): Record<Name, string> {
  const entries = Object.entries<readonly string[] | 'text'>(offered).map(([name, values]) => {
    const said = [...queried(request, name).replaceAll('\u0000', '').trim()].slice(0, 100).join('')
    return [name, values === 'text' || values.includes(said) ? said : '']
  })
  return Object.fromEntries(entries)
}

/** The id behind which a list of the team's goes on; null at its beginning. */
export function placeOfTeam(request: FastifyRequest): string | null {
  return /^[0-9a-zA-Z_-]{1,64}$/.exec(queried(request, 'after'))?.[0] ?? null
}

/** The id of the document behind which a list goes on; null where what is said is none. */
export function placeIn(said: string): string | null {
  return /^[0-9a-f]{32}$/.exec(said)?.[0] ?? null
}
