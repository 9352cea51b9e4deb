import { describe, expect, test } from 'vitest'
import type { Document } from './document.ts'
import { newParticipant, type Participant } from './participant.ts'
import { enterNumber, issueSigningUrl, type SigningUrl } from './signing-url.ts'
import { urlStatusOf } from './url-status.ts'

const now = new Date('2026-11-22T03:00:00.000Z')
const minutes = (count: number) => new Date(now.getTime() + count * 60_000)
const days = (count: number) => minutes(count * 24 * 60)

function aRecipient(fields: Partial<Participant> = {}): Participant {
  const person = { name: '山田', tel: '09012345678', callback: true, accessExpiresAt: days(10) }
  return { ...newParticipant('p1', 1, 'confirming'), ...person, ...fields }
}

function aDocument(recipient: Participant): Document {
  const sender = newParticipant('p0', 0, 'sent')
  return {
    id: 'd',
    status: 'awaiting',
    participants: [sender, recipient],
    concludedAt: null,
    reminding: null,
    otherReminding: [],
  } as unknown as Document
}

function aUrl(fields: Partial<SigningUrl> = {}): SigningUrl {
  return {
    id: 'u',
    documentId: 'd',
    participantId: 'p1',
    method: 'sms',
    createdAt: now,
    expiresAt: days(10),
    endedAt: null,
    usedAt: null,
    mismatches: 0,
    pausedUntil: null,
    statement: null,
    state: '',
    byLink: false,
    openedAt: null,
    transferred: false,
    ...fields,
  }
}

const request = {
  id: 'new',
  participantId: 'p1',
  recipientId: null,
  statement: null,
  state: '',
  byLink: false,
}
const issue = (recipient: Participant, alive: SigningUrl[] = [], at = now, asked = request) =>
  issueSigningUrl(aDocument(recipient), alive, asked, at)

describe('issuing', () => {
  test('the trail learns how a site authenticated its user, never whom', () => {
    const statement = { method: 'passkey', instant: '2026-11-22T03:00:00Z', subject: 'hanako@example.jp' }
    const { next, events } = issueSigningUrl(aDocument(aRecipient()), [], { ...request, statement }, now)
    expect(next.url?.statement).toEqual(statement)
    expect(JSON.stringify(events)).toContain('passkey')
    expect(JSON.stringify(events)).not.toContain('hanako')
  })

  test('a URL lives as long as the turn, and a call after its end starts another ten days', () => {
    expect(issue(aRecipient()).next.url?.expiresAt).toEqual(days(10))
    const late = issue(aRecipient(), [], days(11))
    expect(late.next.url?.expiresAt).toEqual(days(21))
    expect(late.events.map((event) => event.type)).toEqual(['turn.started', 'signing_url.issued'])
  })

  test('a simple URL lives five minutes, and only for the recipient id that was registered', () => {
    const simple = aRecipient({ tel: '', recipientId: 'customer-7' })
    const right = issue(simple, [], now, { ...request, recipientId: 'customer-7' } as never)
    expect(right.next.url).toMatchObject({ method: 'simple', expiresAt: minutes(5) })
    expect(issue(simple).refusal?.code).toBe('recipient_id_wrong')
  })

  test('an eleventh ends the oldest', () => {
    const ten = Array.from({ length: 10 }, (_, index) => aUrl({ id: `u${index}` }))
    expect(issue(aRecipient(), ten.slice(1)).next.ended).toEqual([])
    expect(issue(aRecipient(), ten).next.ended).toEqual(['u0'])
  })

  test('a locked participant, and one whose turn it is not, get none', () => {
    expect(issue(aRecipient({ lockedAt: now })).refusal?.code).toBe('participant_locked')
    expect(issue(aRecipient({ status: 'waiting' })).refusal?.code).toBe('not_in_charge')
  })
})

describe('the phone number', () => {
  test('five mismatches in a row pause the URL for half an hour, even for the right number', () => {
    let url = aUrl()
    for (const code of ['tel_mismatch', 'tel_mismatch', 'tel_mismatch', 'tel_mismatch', 'url_paused']) {
      const decision = enterNumber(url, false, 's', now)
      expect(decision.refusal?.code).toBe(code)
      url = decision.next
    }
    expect(enterNumber(url, true, 's', minutes(29.9)).refusal?.code).toBe('url_paused')
    expect(enterNumber(url, true, 's', minutes(30)).refusal).toBeUndefined()
  })

  test('a match between mismatches begins the row anew', () => {
    const url = enterNumber(aUrl({ mismatches: 4 }), true, 's', now).next
    expect(url.mismatches).toBe(0)
    expect(enterNumber(url, false, 's', now).refusal?.code).toBe('tel_mismatch')
  })
})

describe('where a URL stands', () => {
  const urlStatus = (
    url: Partial<SigningUrl>,
    recipient: Partial<Participant> = {},
    at = now,
    opened = false,
  ) => urlStatusOf(aUrl(url), aDocument(aRecipient(recipient)), aRecipient(recipient), 90, at, opened)

  test.each<[string, Partial<SigningUrl>, Partial<Participant>, string]>([
    ['alive', {}, {}, 'open'],
    ['past its end', { expiresAt: now }, {}, 'expired'],
    ['ended before', { endedAt: now }, {}, 'ended'],
    ['used up', { method: 'simple', usedAt: now }, {}, 'used'],
    ["a locked participant's", {}, { lockedAt: now }, 'locked'],
    ['of someone who waits', {}, { status: 'waiting' }, 'not_your_turn'],
    ['of someone who consented', {}, { status: 'filled' }, 'consented'],
    ['of someone whose seal is being verified', {}, { status: 'signing' }, 'consented'],
  ])('%s', (_what, url, recipient, expected) => {
    expect(urlStatus(url, recipient)).toBe(expected)
  })

  test('whoever a simple URL let in stays in until their turn ends', () => {
    const simple = { method: 'simple' as const, usedAt: now, expiresAt: minutes(5) }
    expect(urlStatus(simple, {}, minutes(20), true)).toBe('open')
    expect(urlStatus(simple, {}, minutes(20), false)).toBe('used')
    expect(urlStatus(simple, {}, days(10), true)).toBe('expired')
    expect(urlStatus({ ...simple, endedAt: now }, {}, minutes(1), true)).toBe('ended')
    expect(urlStatus({ method: 'sms', expiresAt: now }, {}, now, true)).toBe('expired')
  })

  test('copies can be fetched for ninety days after conclusion', () => {
    const concluded = { status: 'concluded' as const, concludedAt: now }
    const at = (instant: Date) => urlStatusOf(aUrl(), concluded, aRecipient(), 90, instant)
    expect([at(days(89.9)), at(days(90))]).toEqual(['concluded', 'copies_expired'])
  })

  test('a declined document is declined to who declined it and cancelled to the rest', () => {
    const ended = { status: 'cancelled' as const, concludedAt: null }
    expect(urlStatusOf(aUrl(), ended, aRecipient({ status: 'declined' }), 90, now)).toBe('declined')
    expect(urlStatusOf(aUrl(), ended, aRecipient({ status: 'cancelled' }), 90, now)).toBe('cancelled')
  })
})
