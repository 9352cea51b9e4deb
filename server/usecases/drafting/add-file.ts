import type { Document } from '#domain/document.ts'
import { addFile as decideFile, type FileLimits } from '#domain/file.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { inspectUpload } from './inspect-upload.ts'
import type { Upload } from './receive-upload.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'workspace' | 'pdfWorker' | 'limits'>

/** Judges an upload by its bytes and adds it to a draft. The caller discards the upload when this throws. */
export async function addFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; name: string; upload: Upload; limits: FileLimits },
): Promise<Document> {
  const file = await inspectUpload(ports, origin, request)
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideFile(document, file, request.limits, ports.clock.now()),
  )
}
