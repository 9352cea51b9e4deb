import { expect, test } from 'vitest'
import { newDocument } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { senderParticipant } from '#domain/participant.ts'
import type { FoundMatter, MatterQuery } from '#server/usecases/home-ports.ts'
import { matterKeyOf, mattersSeenBy } from './matter-query.ts'

const nobody = {
  teamAdministrator: false,
  documentAdministrator: false,
  documentApprover: false,
  privateDocumentAdministrator: false,
}
const member: Member = {
  id: 'me',
  teamId: 'team',
  name: '評価 太郎',
  organization: '',
  email: 'me@example.jp',
  authorities: { ...nobody, documentAdministrator: true },
  disabled: false,
  oversight: 'team',
}
const began = Date.UTC(2026, 10, 30)

/** Of a colleague; private ones are another office's. */
function matter(n: number, isPrivate: boolean): FoundMatter {
  const colleague = { ...member, id: 'colleague', email: 'colleague@example.jp' }
  const ids = { id: `d${n}`, teamId: 'team', senderId: colleague.id }
  const document = newDocument(
    ids,
    senderParticipant(`s${n}`, colleague),
    { private: isPrivate },
    new Date(began),
  )
  return {
    matter: { documentId: document.id, participantId: '', kind: 'locked', at: new Date(began + n) },
    document,
    memo: '',
  }
}

/** A list in memory, read as the database reads it: oldest first, behind a key. */
function reads(all: FoundMatter[]) {
  const asked: MatterQuery[] = []
  return {
    asked,
    async matters(query: MatterQuery) {
      asked.push(query)
      const { after } = query
      const rest = all.filter(({ matter: { at } }) => after === null || at.getTime() > after.at.getTime())
      return rest.slice(0, query.limit)
    },
  }
}

const query = { kinds: ['locked'], order: 'oldest', from: null, before: null, limit: 3 } as const

async function walk(all: FoundMatter[], scope: 'own' | 'team') {
  const seen: string[] = []
  let place = ''
  for (let pages = 0; pages < 50; pages++) {
    const after = matterKeyOf(place)
    const { matters, next } = await mattersSeenBy(member, reads(all), { ...query, scope, after })
    expect(matters.length).toBeLessThanOrEqual(query.limit)
    seen.push(...matters.map(({ document }) => document.id))
    if (next === null) return seen
    place = next
  }
  throw new Error('the pages do not end')
}

test('of a team each matter that somebody may see comes once, and none of what they may not', async () => {
  const all = Array.from({ length: 40 }, (_, n) => matter(n, n % 4 !== 0))
  expect(await walk(all, 'team')).toEqual(Array.from({ length: 10 }, (_, n) => `d${4 * n}`))
})

test('a team of which nothing may be seen ends, and so does an empty one', async () => {
  expect(
    await walk(
      Array.from({ length: 60 }, (_, n) => matter(n, true)),
      'team',
    ),
  ).toEqual([])
  expect(await walk([], 'own')).toEqual([])
})

test('one page looks at a bounded number of matters, however few of them may be seen', async () => {
  const list = reads(Array.from({ length: 1_000 }, (_, n) => matter(n, true)))
  const { matters, next } = await mattersSeenBy(member, list, { ...query, scope: 'team', after: null })
  expect(matters).toEqual([])
  expect(next).not.toBeNull()
  expect(list.asked.length).toBeLessThanOrEqual(5)
})

test('asks for one’s own by the member and for a team’s by the team', async () => {
  const list = reads([])
  for (const scope of ['own', 'team'] as const)
    await mattersSeenBy(member, list, { ...query, scope, after: null })
  expect(list.asked.map(({ scope }) => scope)).toEqual([{ sender: 'me' }, { team: 'team' }])
})

test('takes no place that is none', () => {
  expect(matterKeyOf('1764460800000.d1.p1')).toEqual({
    at: new Date(1764460800000),
    documentId: 'd1',
    participantId: 'p1',
  })
  expect(matterKeyOf('1764460800000.d1.')?.participantId).toBe('')
  for (const text of ['', 'x', '1.d', '1.d.p.q', "1.d'.p", '-1.d.p', `${'9'.repeat(15)}.d.p`]) {
    expect(matterKeyOf(text)).toBeNull()
  }
})
