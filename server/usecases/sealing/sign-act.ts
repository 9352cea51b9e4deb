import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import {
  type Act,
  actToSign,
  signAct as decideSignature,
  newestRevision,
  type Revision,
} from '#domain/seal.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { FileRefused } from '../refused.ts'
import { discardRevisions, storePrepared } from './archive-file.ts'
import { drawAct } from './draw-act.ts'
import { notingVerdicts } from './note-verdict.ts'
import { removePreviews } from './preview-files.ts'

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
  if (act.signedAt !== null) return tidy(needs, document, act)
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
  if (recorded !== undefined && recorded.signedAt !== null) await tidy(needs, document, recorded)
}

async function tidy(needs: Needs, { id, files }: Document, act: Act): Promise<void> {
  await dropOtherRevisions(needs, id, act)
  // What was only looked at before is of no use once it was sent.
  if (act.number === 0) await removePreviews(needs, files)
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
    const prepared = await drawAct(needs, document, act, file, {
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
