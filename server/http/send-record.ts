import type { FastifyReply } from 'fastify'
import type { FetchedRecord } from '#server/usecases/records/fetch-record.ts'

/** An evidence record as a download. RFC 4998 registers no media type; `.ers` is what tools call such files. */
export function sendRecord(reply: FastifyReply, documentId: string, { bytes }: FetchedRecord): FastifyReply {
  return reply
    .headers({
      'content-type': 'application/octet-stream',
      'content-length': bytes.length,
      'content-disposition': `attachment; filename="evidence-${documentId}.ers"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
    .send(Buffer.from(bytes))
}
