import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { cabinetObjection, importDocument as decideImport } from '#domain/imported-document.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Team } from '#domain/team.ts'
import { countingCostly, refuseAfterCostly } from '../drafting/costly-uploads.ts'
import type { Upload } from '../drafting/receive-upload.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'storage' | 'pdfWorker' | 'limits'>

export type ImportRequest = {
  /** The upload lies under it already. */
  documentId: string
  name: string
  cabinetId: string | null
  upload: Upload
}

/** Takes in a document that was concluded elsewhere. The caller discards the upload when this refuses. */
export async function importDocument(
  ports: Needs,
  origin: Origin,
  importer: { member: Member; team: Team; test: boolean },
  { documentId, name, cabinetId, upload }: ImportRequest,
): Promise<Document> {
  const { member, team } = importer
  const open = team.departmentsEnabled ? await ports.database.read.cabinetsFor(member.id) : []
  const objection = cabinetObjection(team, cabinetId, open)
  if (objection !== null) throw new Refused(objection)
  const { fileId, sha256, bytes, storageKey } = upload
  await refuseAfterCostly(ports, origin)
  const file = { id: fileId, name, sha256, bytes, storageKey, ...(await inspect(ports, origin, upload)) }
  const ids = { id: documentId, participantId: ports.random.id() }
  const decision = await ports.database.transaction(origin, async (tx) => {
    const decided = decideImport(ids, importer, file, cabinetId, ports.clock.now())
    if (decided.refusal === undefined) tx.documents.queueInsert(decided.next)
    tx.record(decided.events)
    return decided
  })
  if (decision.refusal) throw new Refused(decision.refusal)
  return decision.next
}

/** It is only kept, never written: that its certification allows no change, as is usual elsewhere, is no hindrance. */
async function inspect(
  ports: Needs,
  origin: Origin,
  upload: Upload,
): Promise<Pick<File, 'pages' | 'signed' | 'docMdp' | 'repairedFrom' | 'deadSignatures'>> {
  const copy = await ports.storage.localCopy(upload.storageKey)
  try {
    const inspection = await countingCostly(ports, origin, () =>
      ports.pdfWorker.inspect(copy.path, { keepOnly: true }),
    )
    if (inspection.ok) {
      const { pages, signed, docMdp, deadSignatures } = inspection
      return { pages, signed, docMdp, deadSignatures, repairedFrom: null }
    }
    const { problem, pages } = inspection
    if (problem === 'certified_no_changes' && pages !== undefined)
      return { pages, signed: true, docMdp: 1, deadSignatures: 0, repairedFrom: null }
    throw new Refused(refusal('pdf_refused', 'uploadfile', { problem }))
  } finally {
    await copy.dispose()
  }
}
