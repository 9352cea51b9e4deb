import { expect, test } from 'vitest'
import type { Document } from './document.ts'
import { concludeDocument, reopenActs, revisionShown, signAct } from './seal.ts'

const now = new Date('2026-11-29T03:00:00Z')
const certificate = { sha256: 'c', bytes: 1, storageKey: 'certificate' }
const revision = (sha256: string) => ({ fileId: 'f1', sha256, bytes: 1, storageKey: sha256 })
const act = (number: number, participantId: string) => ({
  ...{ number, participantId, at: now, signedAt: now },
  revisions: [revision(`signed-${number}`)],
})
const document = {
  id: 'd1',
  status: 'awaiting',
  files: [{ id: 'f1' }],
  participants: [
    { id: 'p0', order: 0, status: 'sender', email: '', recipientId: '' },
    { id: 'p1', order: 1, status: 'signing', email: '', recipientId: '' },
  ],
  widgets: [],
  reportees: [],
  acts: [act(0, 'p0'), act(1, 'p1')],
  certificate: null,
  sealing: null,
  archives: [],
} as unknown as Document

test('the files that were judged are concluded', () => {
  const { next, events } = concludeDocument(document, revisionShown(document), certificate, null, now)
  expect(next.status).toBe('concluded')
  expect(events).toMatchObject([{ type: 'document.concluded', files: [{ sha256: 'signed-1' }] }])
})

test('files that were signed anew since they were judged are not concluded with the certificate of the others', () => {
  const judged = revisionShown(document)
  const reopened = reopenActs(document, 1, 'certificate_out_of_time', now).next
  expect(concludeDocument(reopened, judged, certificate, null, now).events).toEqual([])
  const { next, events } = signAct(reopened, 1, [revision('signed-anew')], now)
  // Another job concludes them.
  expect(events).toMatchObject([{ type: 'act.signed', act: 1, last: true }])
  const late = concludeDocument(next, judged, certificate, null, now)
  expect(late.next.status).toBe('awaiting')
  expect(late.events).toEqual([])
})
