import { describe, expect, test } from 'vitest'
import { askForCopyLink, copyLinkEnd, copyLinkState, copyLinkText, readCopyLink } from './copy-link.ts'
import { newDocument } from './document.ts'
import { senderParticipant } from './participant.ts'

const now = new Date('2026-11-30T09:00:00Z')
const later = (days: number, ms = 0) => new Date(now.getTime() + days * 24 * 60 * 60_000 + ms)
const [documentId, readerId] = ['01a22cde0eea7ae288c07f1b730e510f', '01a22cde0eea7ae288c07f1b730e5110']
const proof = 'IzHnuM_USZQVvYHNFU5FiJcaK3ZlO7SwUvxu4VATNVI'
const link = { documentId, readerId, endsAt: copyLinkEnd(now) }

describe('a link', () => {
  test('says what it is for, in a form that is read again', () => {
    expect(readCopyLink(`${copyLinkText(link)}.${proof}`)).toEqual({ ...link, proof })
  })

  test.each([
    '',
    copyLinkText(link),
    `${copyLinkText(link)}.`,
    `${copyLinkText(link)}.${proof}x`,
    `x${proof}`,
    '....',
  ])('that is none is not read: %s', (token) => {
    expect(readCopyLink(token)).toBeNull()
  })
})

const reportee = { id: readerId, name: '総務', organization: '', email: 'soumu@example.jp' }
const sender = senderParticipant('p0', { id: 'm', email: 'taro@example.jp', name: '太郎', organization: '' })
const concluded = {
  ...newDocument({ id: documentId, teamId: 't', senderId: 'm' }, sender, {}, now),
  status: 'concluded' as const,
  concludedAt: now,
  reportees: [reportee],
}

describe('a genuine link', () => {
  test('is open for fourteen days, then ended while the team hands copies out, then over', () => {
    const at = (when: Date) => copyLinkState(concluded, link, 90, when)
    expect([at(now), at(later(14)), at(later(14, 1)), at(later(90)), at(later(90, 1))]).toEqual([
      'open',
      'open',
      'ended',
      'ended',
      'over',
    ])
    expect(copyLinkState(concluded, link, 7, later(8))).toBe('over')
  })

  test('is over where the document is not concluded, and where its reader is no party or has no mailbox', () => {
    for (const document of [
      { ...concluded, status: 'awaiting' as const },
      { ...concluded, reportees: [] },
      { ...concluded, reportees: [{ ...reportee, email: '' }] },
    ])
      expect(copyLinkState(document, link, 90, now)).toBe('over')
  })
})

describe('another link', () => {
  const asked = (before: Date[]) => askForCopyLink(concluded, readerId, before, now)

  test('is an event that names the reader', () => {
    expect(asked([])).toEqual({
      next: true,
      events: [{ type: 'copy_link.requested', at: now, documentId, readerId }],
    })
  })

  test('is not sent again within ten minutes, nor a sixth time within a day', () => {
    expect(asked([later(0, -9 * 60_000)]).next).toBe(false)
    expect(asked([later(0, -10 * 60_000)]).next).toBe(true)
    const hours = (count: number) =>
      Array.from({ length: count }, (_, at) => later(0, -(at + 1) * 60 * 60_000))
    expect(asked(hours(4)).next).toBe(true)
    expect(asked(hours(5)).next).toBe(false)
    expect(asked(Array.from({ length: 9 }, (_, at) => later(-1 - at))).next).toBe(true)
  })
})
