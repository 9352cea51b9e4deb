import type { EmbeddedText } from '#domain/agreement-evidence.ts'
import type { Document } from '#domain/document.ts'
import type { PartyRecord } from '#domain/party-evidence.ts'
import type { Team } from '#domain/team.ts'
import type { Ports } from '../ports.ts'

/** Terms of a version that a party agreed to. `file`: their text, where it was written here. */
export type AgreedTerms = { version: string; file: EmbeddedText | null; url: string | null }

type Needs = Pick<Ports, 'database'> & { termsUrl: string | null }

/** Changes of terms that are looked through for a version that is no longer in force. */
const mostChanges = 200

/** Every version of the terms that a party agreed to, as it was then: the team may have changed them since. */
export async function termsAgreed(
  { database, termsUrl }: Needs,
  { teamId }: Document,
  records: ReadonlyMap<string, PartyRecord>,
): Promise<AgreedTerms[]> {
  const versions = [...new Set([...records.values()].flatMap(({ termsVersion }) => termsVersion ?? []))]
  if (versions.length === 0) return []
  const { terms } = await database.read.team(teamId)
  const former = versions.some((version) => version !== terms.version)
    ? await formerTerms(database, teamId)
    : new Map<string, Team['terms']>()
  return versions.map((version) => {
    const then = version === terms.version ? terms : former.get(version)
    if (then === undefined) return { version, file: null, url: null }
    // A page of the team's goes before its text, and the operator's page is for teams that have neither.
    const url = then.url ?? (then.text === '' ? termsUrl : null)
    return { version, url, file: url === null ? termsFile(version, then.text) : null }
  })
}

async function formerTerms(database: Needs['database'], teamId: string): Promise<Map<string, Team['terms']>> {
  const query = { kind: 'settings', from: null, before: null, after: null, limit: mostChanges } as const
  const { rows } = await database.read.teamEvents(teamId, query)
  const known = new Map<string, Team['terms']>()
  for (const { detail } of rows) {
    if (detail.setting !== 'terms') continue
    for (const terms of [detail.from, detail.to]) if (isTerms(terms)) known.set(terms.version, terms)
  }
  return known
}

function isTerms(value: unknown): value is Team['terms'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    typeof value.version === 'string' &&
    'text' in value &&
    typeof value.text === 'string' &&
    'url' in value
  )
}

function termsFile(version: string, text: string): EmbeddedText {
  return {
    name: `terms-${version.replace(/[^A-Za-z0-9._-]/g, '-')}.txt`,
    mediaType: 'text/plain',
    description: '同意された利用規約 / Terms of use as accepted',
    text,
  }
}
