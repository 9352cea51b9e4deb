/** What `/openapi.json` says under `webhooks`, against what is really sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '#contract/web-api/open-api.ts'
import { canonical } from '#domain/canonical.ts'
import type { DocumentEvent } from '#domain/document-event.ts'
import { compatibleEvents, publishedEvents, testEvent } from '#domain/event-catalogue.ts'
import { kindOfTeamEvent, type TeamEvent } from '#domain/team-event.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { messageProblem } from '#tests/support/event-schema-check.ts'
import type { Receiver } from '#tests/support/receiver.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, withReceiverOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument } from '../web-api/caller.ts'

let server: TestServer
let documentId: string
let teamId: string
beforeAll(async () => {
  server = await startTestServer()
  const caller = await aCaller(server.url, server.clientId)
  documentId = (await aSentDocument(caller)).id
  teamId = (await caller.call('GET', '/me')).body.team.id
})
afterAll(() => server.close())

const at = new Date('2026-11-30T09:00:00.000Z')
const later = '2026-12-10T09:00:00.000Z'
const sha256 = 'ab'.repeat(32)
const files = [{ fileId: 'f1', sha256 }]
const base = () => ({ at, documentId })
const ofRecipient = () => ({ ...base(), participantId: 'p1' })
const ofTeam = () => ({ at, teamId })

/** Every document event of the catalogue, as the domain has it, with what may be absent and without. */
const documentEvents = (): DocumentEvent[] => [
  { ...base(), type: 'document.sent', files },
  { ...ofRecipient(), type: 'turn.started', expiresAt: later, method: 'sms' },
  { ...ofRecipient(), type: 'turn.started', expiresAt: later, method: 'simple', again: true },
  {
    ...{ ...ofRecipient(), type: 'turn.started', expiresAt: later, method: 'mail' },
    ...{ again: true, automatic: true },
  },
  { ...ofRecipient(), type: 'signing_url.issued', urlId: 'u1', expiresAt: later },
  {
    ...ofRecipient(),
    type: 'signing_url.issued',
    urlId: 'u2',
    expiresAt: later,
    statement: { method: 'password', instant: later },
  },
  { ...ofRecipient(), type: 'tel.mismatched', urlId: 'u1' },
  {
    ...{ ...ofRecipient(), type: 'tel_request.made', requestId: 'q1', urlId: 'u1' },
    ...{ from: '78', to: '12', replaces: 'q0' },
  },
  { ...ofRecipient(), type: 'tel_request.approved', requestId: 'q1', from: '78', to: '12' },
  { ...ofRecipient(), type: 'tel_request.refused', requestId: 'q1', from: '78', to: '12' },
  { ...base(), type: 'approval.requested', requestId: 'a1', approverId: 'm1' },
  { ...base(), type: 'approval.requested', requestId: 'a1' },
  { ...base(), type: 'approval.given', requestId: 'a1' },
  { ...base(), type: 'approval.returned', requestId: 'a1' },
  { ...ofRecipient(), type: 'signing_url.paused', urlId: 'u1', until: later },
  { ...ofRecipient(), type: 'sms_code.requested', smsId: 's1', telEnding: '5678' },
  { ...ofRecipient(), type: 'link_sms.requested', smsId: 's1', telEnding: '5678' },
  { ...ofRecipient(), type: 'sms.submitted', smsId: 's1', segments: 2 },
  { ...ofRecipient(), type: 'sms.rejected', smsId: 's1' },
  { ...ofRecipient(), type: 'sms.unknown', smsId: 's1' },
  { ...ofRecipient(), type: 'sms.undelivered', smsId: 's1', reason: 'expired' },
  { ...ofRecipient(), type: 'mail.rejected', kind: 'requested', occasion: later, status: '5.1.1' },
  { ...base(), reporteeId: 'r1', type: 'mail.rejected', kind: 'concluded', occasion: later, status: '550' },
  { ...ofRecipient(), type: 'participant.locked' },
  { ...ofRecipient(), type: 'participant.unlocked' },
  { ...ofRecipient(), type: 'participant.authenticated', sessionId: 's', urlId: 'u1', method: 'mail' },
  { ...ofRecipient(), type: 'document.viewed', sessionId: 's' },
  {
    ...ofRecipient(),
    type: 'attached_file.added',
    attachmentId: 'a1',
    attachedFileId: 'a2',
    sha256,
    bytes: 9,
  },
  { ...ofRecipient(), type: 'participant.consented', sessionId: 's', act: 1, shown: files, last: true },
  { ...ofRecipient(), type: 'participant.transferred', transferId: 't1' },
  { ...ofRecipient(), type: 'participant.declined', sessionId: 's', readers: ['p0'] },
  { ...base(), type: 'document.cancelled', readers: [] },
  { ...base(), type: 'document.cancelled', because: 'sealing.failed', readers: [] },
  { ...base(), type: 'sealing.failed', reason: 'final_verification', readers: [] },
  { ...base(), type: 'alert.due', readers: ['p0'] },
  { ...base(), type: 'notice_end.due', day: '2027-03-31', readers: ['p0'] },
  { ...base(), type: 'contract_end.due', day: '2027-03-31', readers: ['p0'] },
  { ...base(), type: 'document.concluded', files, certificateSha256: sha256, readers: ['p0'] },
  { ...base(), type: 'archive.renewed', number: 1, files, certificateSha256: sha256, endsAt: later },
]

const teamEvents = (): TeamEvent[] => [
  { ...ofTeam(), type: 'settings.changed', setting: 'returnUrl', from: null, to: 'https://a.example' },
  { ...ofTeam(), type: 'member.added', memberId: 'm1', roles: ['teamAdministrator'] },
  { ...ofTeam(), type: 'member.joined', memberId: 'm1' },
  {
    ...ofTeam(),
    type: 'member.role_changed',
    memberId: 'm1',
    role: 'documentApprover',
    from: false,
    to: true,
  },
  { ...ofTeam(), type: 'member.disabled', memberId: 'm1' },
  { ...ofTeam(), type: 'member.enabled', memberId: 'm1' },
  { ...ofTeam(), type: 'client.issued', clientId: 'c1', label: '社内', ending: 'abcd' },
  { ...ofTeam(), type: 'client.revoked', clientId: 'c1', label: '社内', ending: 'abcd' },
  { ...ofTeam(), type: 'sms.limit_near', count: 80, limit: 100 },
  { ...ofTeam(), type: 'sms.limit_reached', count: 100, limit: 100 },
  { ...ofTeam(), type: 'bulk_send.ended', bulkSendId: 'b1', count: 988 },
]

/** As the server's own statements record it; what follows is the database's trigger and the real worker. */
async function record(): Promise<void> {
  const events = documentEvents()
  const rows = events.map((event) => canonical({ ...event, actor: 'system' }))
  const [types, instants] = [events.map(({ type }) => type), events.map(() => at)]
  await rowsOf(server, `select record_facts($1, $2, $3, $4, '[]')`, documentId, types, instants, rows)
  for (const event of teamEvents()) {
    await rowsOf(
      server,
      `insert into team_events (chain, sequence, kind, type, at, row, hash)
       select $1, 1 + coalesce(max(sequence), 0), $2, $3, $4, $5, '' from team_events where chain = $1`,
      teamId,
      kindOfTeamEvent(event.type),
      event.type,
      at,
      canonical({ ...event, actor: 'system' }),
    )
  }
}

const typesIn = (receiver: Receiver) => [
  ...new Set(receiver.received.map(({ body }) => JSON.parse(body).type)),
]

test('every event of the catalogue, as it is delivered, is what openapi.json describes, and a test message too', async () => {
  await withReceiverOf(server, async (receiver) => {
    const administrator = await enterConsole(server)
    const { path } = await addWebhook(administrator, `${receiver.url}/hook`, { events: publishedEvents })
    await record()
    await administrator.get(path)
    await administrator.post(`${path}/test`)
    const all = [...publishedEvents, testEvent].sort()
    await until('every event arrived', () => typesIn(receiver).length === all.length)
    expect(typesIn(receiver).sort()).toEqual(all)
    for (const { body } of receiver.received) expect(messageProblem(body), body).toBeNull()
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/5678|社内|a\.example|password/)
  })
})

test('every event of the compatible format is what openapi.json describes', async () => {
  await withReceiverOf(server, async (receiver) => {
    const url = `${receiver.url}/hook`
    await addWebhook(await enterConsole(server), url, { format: 'compatible', events: compatibleEvents })
    await record()
    const count = documentEvents().filter(({ type }) => compatibleEvents.includes(type)).length
    for (const { body } of await receiver.heard(count)) expect(messageProblem(body), body).toBeNull()
  })
})

describe('what is not described is noticed', () => {
  const data = { eventId: 'e', teamId: 't', documentId: 'd', participantId: 'p' }
  const message = { type: 'document.viewed', timestamp: '2026-11-30T09:00:00.000Z', data }

  test.each([
    ['a field that nobody described', { ...message, data: { ...data, name: '花子' } }],
    ['an id that is missing', { ...message, data: { eventId: 'e', teamId: 't', documentId: 'd' } }],
    ['a document of an event of the team', { ...message, type: 'member.joined' }],
    ['an event of no catalogue', { ...message, type: 'document.lost' }],
    ['a time that is none', { ...message, timestamp: 'yesterday' }],
    ['another text', { documentID: 'd', status: 2, userID: 'u', email: '', text: 'DONE' }],
  ])('%s', (_what, sent) => {
    expect(messageProblem(JSON.stringify(sent))).not.toBeNull()
    expect(messageProblem(JSON.stringify(message))).toBeNull()
  })
})

test('every field of every message has its words in both languages', () => {
  const silent: string[] = []
  const look = (value: unknown, path: string): void => {
    if (value === null || typeof value !== 'object') return
    for (const [key, each] of Object.entries(value)) {
      if (key === 'properties')
        for (const [name, field] of Object.entries<{ description?: string }>(each)) {
          if (!/^[^\n]*[぀-ヿ一-鿿ID][^\n]*\n.+$/.test(field.description ?? '')) silent.push(`${path}.${name}`)
        }
      look(each, `${path}.${key}`)
    }
  }
  for (const [name, { post }] of Object.entries(openApi('http://localhost').webhooks))
    look(post.requestBody, name)
  expect(silent).toEqual([])
})
