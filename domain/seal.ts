import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import type { ReopeningReason } from './document-event.ts'
import type { Act, Archive, Revision, SealedCertificate } from './document-parts.ts'
import { mailReaders } from './mail-reader.ts'
import type { Participant } from './participant.ts'
import { groupOf } from './recipient-group.ts'
import { refusal } from './refusal.ts'

export type { Act, Archive, Revision, SealedCertificate } from './document-parts.ts'

/**
 * What a recipient reads, what is consented to and what a caller downloads: the last signed act's bytes of a file, after the
 * conclusion those with the newest archive timestamp.
 */
export function newestRevision(
  document: Pick<Document, 'acts' | 'archives'>,
  fileId: string,
): Revision | null {
  const archived = document.archives.at(-1)?.revisions.find((each) => each.fileId === fileId)
  if (archived !== undefined) return archived
  for (const act of document.acts.toReversed()) {
    if (act.signedAt === null) continue
    const revision = act.revisions.find((each) => each.fileId === fileId)
    if (revision !== undefined) return revision
  }
  return null
}

/** True once everything done so far is signed, so that what is shown includes all earlier marks. */
export function isReadable(document: Document): boolean {
  return document.acts.length > 0 && document.acts.every((act) => act.signedAt !== null)
}

/**
 * True once a recipient can read: everything is signed that was done before they were asked. What others of their group do
 * meanwhile they need not wait for; their marks come with the next look.
 */
export function isReadableFor(document: Document, participant: Participant): boolean {
  const base = actBefore(document, participant)
  return base !== null && document.acts.every((act) => act.number > base || act.signedAt !== null)
}

/** The last act of somebody who is not of the recipient's group: what it left is the least that they must have seen. */
function actBefore(document: Document, participant: Participant): number | null {
  const group = new Set(groupOf(document, participant).map(({ id }) => id))
  return document.acts.findLast((act) => !group.has(act.participantId))?.number ?? null
}

/**
 * After which act the pages were that a form says it showed (`revisionShown`); null: none that this recipient may consent to.
 * In a group the pages may be older than the newest, as long as nothing but acts of the same group lies in between.
 */
export function actShown(document: Document, participant: Participant, revision: string): number | null {
  const base = actBefore(document, participant)
  const shown = document.acts.findLast(
    (act) =>
      base !== null &&
      act.number >= base &&
      act.signedAt !== null &&
      revisionAfter(document, act.number) === revision,
  )
  return shown?.number ?? null
}

function revisionAfter(document: Document, number: number): string {
  return filesAfter(document, number)
    .map((each) => each.sha256)
    .join(' ')
}

/** The files as an act left them. */
export function filesAfter(document: Document, number: number): { fileId: string; sha256: string }[] {
  return shownFiles({ ...document, archives: [], acts: document.acts.filter((act) => act.number <= number) })
}

/** The act that waits for its signature, if any; acts are signed in order. */
export function actToSign(document: Document): Act | null {
  return document.acts.find((act) => act.signedAt === null) ?? null
}

/** What a form carries from the page to the consent: the SHA-256 of every file as it is shown, in order. */
export function revisionShown(document: Document): string {
  return shownFiles(document)
    .map((each) => each.sha256)
    .join(' ')
}

function shownFiles(document: Document): { fileId: string; sha256: string }[] {
  return document.files.flatMap((file) => {
    const revision = newestRevision(document, file.id)
    return revision === null ? [] : [{ fileId: file.id, sha256: revision.sha256 }]
  })
}

export function everyoneConsented(document: Document): boolean {
  return document.participants
    .slice(1)
    .every((each) => each.status === 'signing' || each.status === 'confirmed' || each.status === 'filled')
}

/** Records the signature of an act. A second worker that finds it signed already gets a refusal and drops its bytes. */
export function signAct(
  document: Document,
  number: number,
  revisions: Revision[],
  now: Date,
): Decision<Document> {
  const act = document.acts.find((each) => each.number === number)
  if (act === undefined || act.signedAt !== null || actToSign(document)?.number !== number) {
    return refused(document, refusal('act_already_signed'))
  }
  const acts = document.acts.map((each) =>
    each.number === number ? { ...each, signedAt: now, revisions } : each,
  )
  const next: Document = { ...document, acts, sealing: null }
  const files = revisions.map(({ fileId, sha256 }) => ({ fileId, sha256 }))
  const event = { type: 'act.signed' as const, at: now, documentId: document.id, act: number, files }
  const waiting = actToSign(next)
  if (waiting !== null) return accepted(next, { ...event, last: false, next: waiting.number })
  const last = number > 0 && document.status === 'awaiting' && everyoneConsented(document)
  return accepted(next, { ...event, last })
}

/**
 * Acts from `number` on are drawn and signed anew, one after the other: as they are, the first of them would never be
 * believed. What was consented to is the same; the acts keep their times.
 */
export function reopenActs(
  document: Document,
  number: number,
  reason: ReopeningReason,
  now: Date,
): Decision<Document> {
  if (document.status !== 'awaiting' || !isReadable(document)) return accepted(document)
  const acts = document.acts.map((each) => (each.number < number ? each : { ...each, signedAt: null }))
  return accepted(
    { ...document, acts },
    {
      type: 'acts.reopened',
      at: now,
      documentId: document.id,
      act: number,
      reason,
    },
  )
}

/**
 * Status 2, only after the finished bytes were read back and checked. `judged` is `revisionShown` of the files that were:
 * the certificate names those, and no others may become what was agreed.
 */
export function concludeDocument(
  document: Document,
  judged: string,
  certificate: SealedCertificate,
  archived: Pick<Archive, 'until' | 'revisions'> | null,
  now: Date,
): Decision<Document> {
  // Its acts may be, or have been, signed anew meanwhile: then another job concludes.
  if (document.status !== 'awaiting' || !isReadable(document) || revisionShown(document) !== judged) {
    return refused(document, refusal('act_already_signed'))
  }
  const participants = withoutSigning(document)
  const next: Document = {
    ...document,
    status: 'concluded',
    concludedAt: now,
    updatedAt: now,
    certificate,
    archives: archived === null ? [] : [{ ...archived, number: 0, at: now, certificate }],
    participants,
    sealing: null,
  }
  return accepted(next, {
    type: 'document.concluded',
    at: now,
    documentId: document.id,
    files: shownFiles(next),
    certificateSha256: certificate.sha256,
    readers: mailReaders(next, 'concluded').map(({ id }) => id),
  })
}

/**
 * A further archive timestamp of every file and of the certificate, only after the bytes were read back and checked. What is
 * handed out from now on is the renewed state; the former ones stay known.
 */
export function renewArchive(
  document: Document,
  renewed: Omit<Archive, 'at'>,
  now: Date,
): Decision<Document> {
  const former = document.archives.at(-1)
  // Somebody else was quicker.
  if (document.status !== 'concluded' || former === undefined || renewed.number !== former.number + 1) {
    return refused(document, refusal('act_already_signed'))
  }
  const { certificate } = renewed
  const next = { ...document, certificate, archives: [...document.archives, { ...renewed, at: now }] }
  return accepted(next, {
    type: 'archive.renewed',
    at: now,
    documentId: document.id,
    number: renewed.number,
    files: shownFiles(next),
    certificateSha256: certificate.sha256,
    endsAt: renewed.until.toISOString(),
  })
}

/** The participants, once nothing waits for a seal any more: who consented has consented. */
export function withoutSigning(document: Document): Participant[] {
  return document.participants.map((each) => {
    if (each.status !== 'signing') return each
    return { ...each, status: hasWidgets(document, each.id) ? 'filled' : 'confirmed' }
  })
}

export function hasWidgets(document: Document, participantId: string): boolean {
  return document.widgets.some((widget) => widget.participantId === participantId)
}
