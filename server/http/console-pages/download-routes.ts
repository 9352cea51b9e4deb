import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Document, documentCan } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import { fetchRecord } from '#server/usecases/records/fetch-record.ts'
import { Refused } from '#server/usecases/refused.ts'
import { fetchExtract } from '#server/usecases/signing/fetch-extract.ts'
import { noteExport } from '#server/usecases/team/note-export.ts'
import { sendAttachedFile } from '../send-attached-file.ts'
import { sendFile } from '../send-file.ts'
import { sendRecord } from '../send-record.ts'
import { overseer, reader } from './checks.ts'
import { parameter } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendExport } from './send-export.ts'
import { isHttps } from './visit.ts'

/** Files, certificate and audit trail of one document, as downloads. */
export const downloadRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/files/:file', reader, async ({ document, needs, request, reply }) => {
    const file = fileOf(document, request)
    return sendStored(needs, reply, newestRevision(document, file.id) ?? file, file.name)
  }),

  // In a window of its own, as the browser shows it: for whoever makes a document and wants to be sure of a file.
  memberRoute(
    'GET',
    '/documents/:id/files/:file/read',
    reader,
    async ({ document, needs, request, reply }) => {
      const file = fileOf(document, request)
      const { storageKey, sha256 } = newestRevision(document, file.id) ?? file
      const stored = await needs.storage.read(storageKey, sha256)
      return sendFile(reply, { name: file.name, ...stored }, { kind: 'inline', https: isHttps(needs) })
    },
  ),

  // The first page, small. Where none can be made a blank sheet stays.
  memberRoute(
    'GET',
    '/documents/:id/files/:file/picture',
    reader,
    async ({ document, needs, request, reply }) => {
      const file = fileOf(document, request)
      const key = await needs.reading.picture(newestRevision(document, file.id) ?? file)
      return sendPicture({ needs, reply }, key)
    },
  ),

  // The same as small as a row of a list.
  memberRoute(
    'GET',
    '/documents/:id/files/:file/thumbnail',
    reader,
    async ({ document, needs, request, reply }) => {
      const file = fileOf(document, request)
      const key = await needs.reading.thumbnail(newestRevision(document, file.id) ?? file)
      return sendPicture({ needs, reply }, key)
    },
  ),

  memberRoute('GET', '/documents/:id/certificate', reader, async ({ document, needs, reply }) => {
    const { certificate } = document
    if (certificate === null) throw new Refused(refusal('file_not_found'))
    return sendStored(needs, reply, certificate, '合意締結証明書.pdf')
  }),

  memberRoute('GET', '/documents/:id/evidence_record', reader, async ({ document, needs, reply }) =>
    sendRecord(reply, document.id, await fetchRecord(needs, document)),
  ),

  // What the certificate says of one party alone, to be passed on without the others' data.
  memberRoute(
    'GET',
    '/documents/:id/certificate/extract/:participant',
    reader,
    async ({ document, needs, request, reply }) => {
      const id = parameter(request, 'participant')
      if (!document.participants.some((each) => each.id === id)) throw new Refused(refusal('file_not_found'))
      const file = await fetchExtract(needs, document, id)
      return sendFile(reply, file, { kind: 'attachment', https: isHttps(needs) })
    },
  ),

  memberRoute('GET', '/documents/:id/attached/:file', reader, async ({ document, needs, request, reply }) => {
    const file = document.attachment?.files.find((each) => each.id === parameter(request, 'file'))
    if (file === undefined) throw new Refused(refusal('attached_file_not_found'))
    if (!documentCan.fetchAttachedFile(document) || file.status !== 'valid')
      throw new Refused(refusal('attached_file_not_available'))
    return sendAttachedFile({ storage: needs.storage, https: isHttps(needs) }, reply, file)
  }),

  // One line per row, `row` being the exact text that was hashed: SHA-256(hash before, newline, row).
  memberRoute('GET', '/documents/:id/audit.jsonl', overseer, async ({ document, needs, visit, reply }) => {
    const { id } = document
    const exported = { type: 'export.audit_trail', documentId: id } as const
    await noteExport(needs, visit.origin, { member: visit.member, exported })
    const rows = await needs.database.read.audit(id)
    const lines = rows.map(({ sequence, canonical, hash }) =>
      JSON.stringify({ sequence, row: canonical, hash }),
    )
    const content = lines.map((line) => `${line}\n`).join('')
    return sendExport(reply, content, { name: `audit-${id}.jsonl`, type: 'application/jsonl' })
  }),
]

/** The file that the path names. */
function fileOf(document: Document, request: FastifyRequest): File {
  const file = document.files.find((each) => each.id === parameter(request, 'file'))
  if (file === undefined) throw new Refused(refusal('file_not_found'))
  return file
}

/** An answer without content is drawn by browsers as the sign of a broken picture. */
const blankSheet = '<svg xmlns="http://www.w3.org/2000/svg" width="210" height="297"/>'

/** A picture of a page, as it lies in storage; where none could be made, or not in time, a blank sheet that nobody keeps. */
export async function sendPicture(
  { needs, reply }: { needs: Pick<ConsoleNeeds, 'storage'>; reply: FastifyReply },
  key: string | null,
): Promise<FastifyReply> {
  if (key === null) {
    reply.headers({ 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })
    return reply.send(blankSheet)
  }
  const picture = await needs.storage.read(key, null)
  reply.headers({
    'content-type': 'image/png',
    'content-length': picture.bytes,
    'cache-control': 'private, max-age=3600',
  })
  return reply.send(Readable.from(picture.stream, { objectMode: false }))
}

/** Streams stored bytes as a download. */
export async function sendStored(
  needs: Pick<ConsoleNeeds, 'storage' | 'publicUrl'>,
  reply: FastifyReply,
  { storageKey, sha256 }: { storageKey: string; sha256: string },
  name: string,
): Promise<FastifyReply> {
  const stored = await needs.storage.read(storageKey, sha256)
  return sendFile(reply, { name, ...stored }, { kind: 'attachment', https: isHttps(needs) })
}
