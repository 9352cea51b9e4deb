import { reasonOf } from '#domain/certificate.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { type Act, signAct as decideSignature, newestRevision, type Revision } from '#domain/seal.ts'
import { currentValue, type Widget } from '#domain/widget.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Unavailable } from '../refused.ts'
import type { Prepared, PressWidget, SignatureText } from '../sealing-ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'press' | 'sealer' | 'workspace' | 'trust'> & {
  evaluation: boolean
}

/**
 * Signs one recorded act, in every file: the revision is drawn by the press, signed and timestamped here, and stored;
 * then, in one transaction, it becomes the newest revision. Safe to run twice: what is signed already stays as it is.
 */
export async function signAct(
  needs: Needs,
  { documentId, act: number }: { documentId: string; act: number },
) {
  const document = await needs.database.read.document(documentId)
  const act = document?.acts.find((each) => each.number === number)
  if (document === null || act === undefined) return
  // Died between the commit and the tidying.
  if (act.signedAt !== null) return dropOtherRevisions(needs, documentId, act)
  const revisions = await signFiles(needs, document, act)
  const decision = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(documentId)
    if (current === null) return null
    const decision = decideSignature(current, number, revisions, needs.clock.now())
    await tx.documents.save(decision.next)
    await tx.record(decision.facts)
    return decision
  })
  const recorded = decision?.next.acts.find((each) => each.number === number)
  if (recorded !== undefined) await dropOtherRevisions(needs, documentId, recorded)
}

/** What a killed try left behind, and ours if somebody else was quicker: only the recorded revision of each file stays. */
async function dropOtherRevisions({ storage }: Needs, documentId: string, act: Act): Promise<void> {
  for (const { fileId, storageKey } of act.revisions) {
    await storage.removeOthers(`${revisionPrefix(documentId, fileId, act.number)}-`, storageKey)
  }
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
    await discard(needs, revisions)
    throw error
  }
  return revisions
}

async function discard({ storage }: Pick<Needs, 'storage'>, revisions: Revision[]): Promise<void> {
  for (const each of revisions) await storage.remove(each.storageKey)
}

async function signFile(needs: Needs, document: Document, act: Act, file: File): Promise<Revision> {
  const { storage, workspace, sealer } = needs
  const source = newestRevision(document, file.id) ?? file
  const copy = await storage.localCopy(source.storageKey)
  const target = await workspace.newFile()
  try {
    // Nothing is signed but the bytes that were uploaded, and shown.
    if ((await workspace.sha256(copy.path)) !== source.sha256) {
      throw new Unavailable('stored bytes are not the bytes that were recorded')
    }
    const prepared = await prepare(needs, document, act, file, {
      sourcePath: copy.path,
      targetPath: target.path,
    })
    const sealed = await sealer.seal(prepared)
    const storageKey = `${revisionPrefix(document.id, file.id, act.number)}-${sealed.sha256}.pdf`
    await storage.putFile(storageKey, prepared.path)
    return { fileId: file.id, ...sealed, storageKey }
  } finally {
    await copy.dispose()
    await target.dispose()
  }
}

type Paths = { sourcePath: string; targetPath: string }

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
    return needs.press.prepareConsent({ ...common, participantId: act.participantId, widgets })
  }
  return needs.press.prepareSending({
    ...common,
    evaluation: needs.evaluation,
    senderWidgets: widgetsOf(document, file, act.participantId, (widget) => widget.text),
    recipients: recipientsOf(document).map((each) => ({
      participantId: each.id,
      widgets: widgetsOf(document, file, each.id, () => ''),
    })),
  })
}

function widgetsOf(
  document: Document,
  file: File,
  participantId: string,
  read: (widget: Widget) => string,
): PressWidget[] {
  return document.widgets
    .filter((widget) => widget.fileId === file.id && widget.participantId === participantId)
    .map(({ id, kind, page, x, y, w, h, fontSize, ...rest }) => ({
      ...{ id, kind, page, x, y, w, h, fontSize },
      value: read({ id, kind, page, x, y, w, h, fontSize, ...rest }),
    }))
}
