import { rightOf } from '#domain/access.ts'
import type { Member } from '#domain/member.ts'
import type { FoundMatter, HomeReads, MatterKey, MatterQuery } from '#server/usecases/home-ports.ts'

/** A place in a list, as an address says it; null where it says none. */
export function matterKeyOf(text: string): MatterKey | null {
  const found = /^([0-9]{1,14})\.([0-9A-Za-z]{1,64})\.([0-9A-Za-z]{0,64})$/.exec(text)
  if (found === null) return null
  const [, at, documentId = '', participantId = ''] = found
  return { at: new Date(Number(at)), documentId, participantId }
}

function textOf({ matter }: FoundMatter): string {
  return `${matter.at.getTime()}.${matter.documentId}.${matter.participantId}`
}

/** So many are looked at for one page of a team, of whose documents a member may see some only. */
const mostLooks = 5

/**
 * A page of matters that this member may see, and where the next one begins. Of a team the right to each document is asked
 * for; where most of them are not theirs, a page may be short, and goes on all the same.
 */
export async function mattersSeenBy(
  member: Member,
  read: Pick<HomeReads, 'matters'>,
  query: Omit<MatterQuery, 'scope'> & { scope: 'own' | 'team' },
): Promise<{ matters: FoundMatter[]; next: string | null }> {
  const scope = query.scope === 'team' ? { team: member.teamId } : { sender: member.id }
  const seen: FoundMatter[] = []
  let after = query.after
  for (let look = 0; look < mostLooks; look++) {
    const found = await read.matters({ ...query, scope, after, limit: query.limit + 1 })
    const theirs = found.filter(({ document }) => rightOf(member, document) !== null)
    seen.push(...theirs)
    const last = found.at(-1)
    const isEnd = found.length <= query.limit || last === undefined
    if (seen.length > query.limit || isEnd) {
      const matters = seen.slice(0, query.limit)
      const end = matters.at(-1)
      return { matters, next: seen.length > query.limit && end !== undefined ? textOf(end) : null }
    }
    const { at, documentId, participantId } = last.matter
    after = { at, documentId, participantId }
    if (look === mostLooks - 1) return { matters: seen, next: textOf(last) }
  }
  return { matters: seen, next: null }
}
