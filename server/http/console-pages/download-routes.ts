import type { FastifyInstance, FastifyReply } from 'fastify'
import { documentCan } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { contentDisposition } from '../content-disposition.ts'
import { sendAttachedFile } from '../send-attached-file.ts'
import { sendFile } from '../send-file.ts'
import { ownDocument } from './document-routes.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter } from './rooms.ts'
import { isHttps } from './visit.ts'

/** Files, certificate and audit trail of one document, as downloads. */
export function downloadRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get(
    '/documents/:id/files/:file',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await ownDocument(needs, visit, parameter(request, 'id'))
      const file = document.files.find((each) => each.id === parameter(request, 'file'))
      if (file === undefined) throw new Refused(refusal('file_not_found'))
      const { storageKey } = newestRevision(document, file.id) ?? file
      return sendStored(needs, reply, storageKey, file.name)
    }),
  )

  server.get(
    '/documents/:id/certificate',
    membersOnly(needs, async (visit, request, reply) => {
      const { certificate } = await ownDocument(needs, visit, parameter(request, 'id'))
      if (certificate === null) throw new Refused(refusal('file_not_found'))
      return sendStored(needs, reply, certificate.storageKey, '合意締結証明書.pdf')
    }),
  )

  server.get(
    '/documents/:id/attached/:file',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await ownDocument(needs, visit, parameter(request, 'id'))
      const file = document.attachment?.files.find((each) => each.id === parameter(request, 'file'))
      if (file === undefined) throw new Refused(refusal('attached_file_not_found'))
      if (!documentCan.fetchAttachedFile(document) || file.status !== 'valid')
        throw new Refused(refusal('attached_file_not_available'))
      return sendAttachedFile({ storage: needs.storage, https: isHttps(needs) }, reply, file)
    }),
  )

  // One line per row, `row` being the exact text that was hashed: SHA-256(hash before, newline, row).
  server.get(
    '/documents/:id/audit.jsonl',
    membersOnly(needs, async (visit, request, reply) => {
      const { id } = await ownDocument(needs, visit, parameter(request, 'id'))
      const rows = await needs.database.read.audit(id)
      const lines = rows.map(({ sequence, canonical, hash }) =>
        JSON.stringify({ sequence, row: canonical, hash }),
      )
      return reply
        .headers({
          'content-disposition': contentDisposition('attachment', `audit-${id}.jsonl`),
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        })
        .type('application/jsonl; charset=utf-8')
        .send(lines.map((line) => `${line}\n`).join(''))
    }),
  )
}

/** Streams stored bytes as a download. */
export async function sendStored(
  needs: Pick<ConsoleNeeds, 'storage' | 'publicUrl'>,
  reply: FastifyReply,
  storageKey: string,
  name: string,
): Promise<FastifyReply> {
  const stored = await needs.storage.read(storageKey)
  return sendFile(reply, { name, ...stored }, { kind: 'attachment', https: isHttps(needs) })
}
