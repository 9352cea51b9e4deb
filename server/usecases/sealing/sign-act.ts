import { reasonOf } from '#domain/certificate.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import {
  type Act,
  actToSign,
  signAct as decideSignature,
  newestRevision,
  type Revision,
} from '#domain/seal.ts'
import { currentValue, type Widget } from '#domain/widget.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import type { InMemory, Prepared } from '../prepared-ports.ts'
import { FileRefused } from '../refused.ts'
import type { DrawnWidget, SignatureText } from '../sealing-ports.ts'
import { discardRevisions, storePrepared } from './archive-file.ts'
import { notingVerdicts } from './note-verdict.ts'

type Needs = Pick<
  Ports,
  'database' | 'clock' | 'storage' | 'pdfWorker' | 'sealer' | 'workspace' | 'trust'
> & {
  evaluation: boolean
}

/**
 * Signs one recorded act, in every file: the revision is drawn by the PDF worker, signed and timestamped here, and
 * stored; then, in one transaction, it becomes the newest revision. Safe to run twice: what is signed already stays as
 * it is.
 */
export async function signAct(needs: Needs, document: Document, number: number): Promise<void> {
  await notingVerdicts(needs, document.id, () => sign(needs, document, number))
}

async function sign(needs: Needs, document: Document, number: number) {
  const { id: documentId } = document
  const act = document.acts.find((each) => each.number === number)
  if (act === undefined) return
  // Others of a group may have consented a moment before: whoever signs their act calls for this one.
  if (act.signedAt === null && actToSign(document)?.number !== number) return
  // Died between the commit and the tidying.
  if (act.signedAt !== null) return dropOtherRevisions(needs, documentId, act)
  const revisions = await signFiles(needs, document, act)
  const decision = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    if (current === null) return null
    const decision = decideSignature(current, number, revisions, needs.clock.now())
    tx.documents.queueSave(decision.next)
    tx.record(decision.events)
    return decision
  })
  const recorded = decision?.next.acts.find((each) => each.number === number)
  // An act that was reopened meanwhile has old revisions, and another worker may be storing its new ones.
  if (recorded !== undefined && recorded.signedAt !== null)
    await dropOtherRevisions(needs, documentId, recorded)
}

/**
 * What a killed try left behind, and ours if somebody else was quicker, goes. What the trail names stays, also where the
 * act was signed anew: it was shown, perhaps consented to, and whoever holds that hash must be able to ask for the bytes.
 */
async function dropOtherRevisions(needs: Needs, documentId: string, act: Act): Promise<void> {
  const { storage, database } = needs
  for (const { fileId, storageKey } of act.revisions) {
    const keys = await storage.keysOf(`${revisionPrefix(documentId, fileId, act.number)}-`)
    const others = keys.filter((key) => key !== storageKey)
    if (others.length === 0) continue
    const named = await hashesInTrail(database, documentId)
    for (const key of others) {
      if (![...named].some((sha256) => key.endsWith(`-${sha256}.pdf`))) await storage.remove(key)
    }
  }
}

/** Of the revisions that were ever recorded, or consented to. */
async function hashesInTrail(database: Needs['database'], documentId: string): Promise<Set<string>> {
  const hashes = new Set<string>()
  for (const { type, detail } of await database.read.audit(documentId)) {
    const files = type === 'act.signed' ? detail.files : type === 'participant.consented' ? detail.shown : []
    for (const { sha256 } of files as { sha256: string }[]) hashes.add(sha256)
  }
  return hashes
}

function revisionPrefix(documentId: string, fileId: string, act: number): string {
  return `documents/${documentId}/${fileId}/${act}`
}

/** All files or none: what was stored before one failed belongs to nothing, and the next try signs anew. */
async function signFiles(needs: Needs, document: Document, act: Act): Promise<Revision[]> {
  const revisions: Revision[] = []
  try {
    for (const file of document.files) revisions.push(await signFile(needs, document, act, file))
  } catch (error) {
    await discardRevisions(needs, revisions)
    throw error
  }
  return revisions
}

async function signFile(needs: Needs, document: Document, act: Act, file: File): Promise<Revision> {
  const { storage, workspace, sealer } = needs
  const source = newestRevision(document, file.id) ?? file
  const copy = await storage.localCopy(source.storageKey)
  const target = await workspace.newFile()
  try {
    // Nothing is signed but the bytes that were uploaded, and shown.
    const { sha256, bytes } = await workspace.read(copy.path)
    if (sha256 !== source.sha256) {
      throw new FileRefused('stored bytes are not the bytes that were recorded')
    }
    const prepared = await prepare(needs, document, act, file, {
      ...{ sourcePath: copy.path, sourceBytes: bytes },
      ...{ targetPath: target.path, inMemory: true },
    })
    const sealed = await sealer.seal(prepared)
    const storageKey = `${revisionPrefix(document.id, file.id, act.number)}-${sealed.sha256}.pdf`
    await storePrepared(storage, storageKey, prepared)
    return { fileId: file.id, ...sealed, storageKey }
  } catch (error) {
    // The storage has taken it otherwise.
    await target.dispose()
    throw error
  } finally {
    await copy.dispose()
  }
}

type Paths = InMemory & { sourcePath: string; targetPath: string }

function prepare(needs: Needs, document: Document, act: Act, file: File, paths: Paths): Promise<Prepared> {
  const signature: SignatureText = {
    name: needs.trust.operator,
    reason: reasonOf(document, act),
    contactInfo: document.id,
    at: act.at,
  }
  const common = { ...paths, documentId: document.id, signature }
  if (act.number > 0) {
    const widgets = widgetsOf(document, file, act.participantId, currentValue)
    return needs.pdfWorker.prepareConsent({ ...common, participantId: act.participantId, widgets })
  }
  return needs.pdfWorker.prepareSending({
    ...common,
    signed: file.signed,
    evaluation: needs.evaluation,
    senderWidgets: widgetsOf(document, file, act.participantId, (widget) => widget.text),
    recipients: recipientsOf(document).map((each) => ({
      participantId: each.id,
      name: each.name,
      widgets: widgetsOf(document, file, each.id, () => ''),
    })),
  })
}

function widgetsOf(
  document: Document,
  file: File,
  participantId: string,
  read: (widget: Widget) => string,
): DrawnWidget[] {
  return document.widgets
    .filter((widget) => widget.fileId === file.id && widget.participantId === participantId)
    .map(({ id, kind, page, x, y, w, h, fontSize, ...rest }) => ({
      ...{ id, kind, page, x, y, w, h, fontSize },
      value: read({ id, kind, page, x, y, w, h, fontSize, ...rest }),
    }))
}
