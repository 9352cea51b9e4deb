import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { replaceParticipant } from './participant.ts'
import { refusal } from './refusal.ts'

/**
 * One act of a party that the operator signs as a witness: the sending (number 0), then one consent after another.
 * Each is signed by its own job right after it, in order. `revisions` holds, per file, the bytes that this act's
 * signature closed; empty until signed.
 */
export type Act = {
  number: number
  participantId: string
  at: Date
  signedAt: Date | null
  revisions: Revision[]
}

/** The newest complete bytes of a file after an act. */
export type Revision = { fileId: string; sha256: string; bytes: number; storageKey: string }

/** The certificate of agreement, itself sealed. */
export type SealedCertificate = { sha256: string; bytes: number; storageKey: string }

/** What a recipient reads, what is consented to and what a caller downloads: the last signed act's bytes of a file. */
export function newestRevision(document: Document, fileId: string): Revision | null {
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

export function shownFiles(document: Document): { fileId: string; sha256: string }[] {
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
  const files = revisions.map(({ fileId, sha256 }) => ({ fileId, sha256 }))
  const last = number > 0 && document.status === 'awaiting' && everyoneConsented(document)
  return accepted(
    { ...document, acts },
    { type: 'act.signed', at: now, documentId: document.id, act: number, files, last },
  )
}

/** Status 2, only after the finished bytes were read back and checked. */
export function concludeDocument(
  document: Document,
  certificate: SealedCertificate,
  now: Date,
): Decision<Document> {
  if (document.status !== 'awaiting') return refused(document, refusal('act_already_signed'))
  let next: Document = { ...document, status: 'concluded', concludedAt: now, updatedAt: now, certificate }
  for (const participant of document.participants) {
    if (participant.status !== 'signing') continue
    const status = hasWidgets(document, participant.id) ? 'filled' : 'confirmed'
    next = { ...next, participants: replaceParticipant(next, { ...participant, status }) }
  }
  return accepted(next, {
    type: 'document.concluded',
    at: now,
    documentId: document.id,
    files: shownFiles(document),
    certificateSha256: certificate.sha256,
  })
}

export function hasWidgets(document: Document, participantId: string): boolean {
  return document.widgets.some((widget) => widget.participantId === participantId)
}
