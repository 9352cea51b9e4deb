import type { FastifyReply } from 'fastify'
import { documentCan } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { noteExport } from '#server/usecases/team/note-export.ts'
import { sendAttachedFile } from '../send-attached-file.ts'
import { sendFile } from '../send-file.ts'
import { sender } from './checks.ts'
import { parameter } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendExport } from './send-export.ts'
import { isHttps } from './visit.ts'

/** Files, certificate and audit trail of one document, as downloads. */
export const downloadRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents/:id/files/:file', sender, async ({ document, needs, request, reply }) => {
    const file = document.files.find((each) => each.id === parameter(request, 'file'))
    if (file === undefined) throw new Refused(refusal('file_not_found'))
    return sendStored(needs, reply, newestRevision(document, file.id) ?? file, file.name)
  }),

  memberRoute('GET', '/documents/:id/certificate', sender, async ({ document, needs, reply }) => {
    const { certificate } = document
    if (certificate === null) throw new Refused(refusal('file_not_found'))
    return sendStored(needs, reply, certificate, '合意締結証明書.pdf')
  }),

  memberRoute('GET', '/documents/:id/attached/:file', sender, async ({ document, needs, request, reply }) => {
    const file = document.attachment?.files.find((each) => each.id === parameter(request, 'file'))
    if (file === undefined) throw new Refused(refusal('attached_file_not_found'))
    if (!documentCan.fetchAttachedFile(document) || file.status !== 'valid')
      throw new Refused(refusal('attached_file_not_available'))
    return sendAttachedFile({ storage: needs.storage, https: isHttps(needs) }, reply, file)
  }),

  // One line per row, `row` being the exact text that was hashed: SHA-256(hash before, newline, row).
  memberRoute('GET', '/documents/:id/audit.jsonl', sender, async ({ document, needs, visit, reply }) => {
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
