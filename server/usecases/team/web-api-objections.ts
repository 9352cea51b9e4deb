import { type Refusal, refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import { isWebOrigin } from '#domain/web-address.ts'
import type { Networks } from '../access-ports.ts'

/** Who may call the Web API, from where, and for what. Lists line by line as typed; empty lines do not count. */
export type WebApiTerms = Pick<
  Team,
  'webApiEnabled' | 'corsOrigins' | 'apiNetworks' | 'privateDocuments' | 'recipientUploads' | 'importsEnabled'
>

const mostShared = 100

/** What is wrong with the lists, by field, with the numbers of the lines. */
export function webApiObjections(terms: WebApiTerms, networks: Networks): (Refusal | null)[] {
  return [
    linesObjection('cors_origins', terms.corsOrigins, isWebOrigin),
    linesObjection('api_networks', terms.apiNetworks, (line) => networks.asKept(line) !== null),
  ]
}

/** The lists as they are kept: each entry once, networks in their one spelling. */
export function asKept(terms: WebApiTerms, networks: Networks): WebApiTerms {
  const entries = (lines: string[]) => [...new Set(lines.filter((line) => line !== ''))]
  return {
    ...terms,
    corsOrigins: entries(terms.corsOrigins),
    apiNetworks: entries(terms.apiNetworks.map((line) => networks.asKept(line) ?? '')),
  }
}

function linesObjection(field: string, lines: string[], isRight: (line: string) => boolean): Refusal | null {
  if (lines.filter((line) => line !== '').length > mostShared) {
    return refusal('field_too_long', field, { limit: mostShared })
  }
  const wrong = lines.flatMap((line, index) => (line === '' || isRight(line) ? [] : [index + 1]))
  return wrong.length === 0 ? null : refusal('field_malformed', field, { lines: wrong.join(', ') })
}
