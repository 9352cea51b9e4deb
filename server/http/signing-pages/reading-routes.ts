import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import {
  fetchFirstPage,
  fetchReadingCopy,
  prepareReading,
} from '#server/usecases/signing/fetch-shown-file.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { sendFile } from '../send-file.ts'
import type { SigningNeeds } from './needs.ts'
import { isHttps, refuseFile } from './page.ts'
import { type FileRequest, readReader } from './review-routes.ts'
import type { SigningRequest } from './visitor.ts'

/** What the viewer loads: the pages by ranges, and a picture of the first one until they are here. */
export function readingRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/files/:file/reading', async (request, reply) => {
    const { params } = request as FileRequest
    const caller = await readReader(general, request as FileRequest)
    if (caller === null) return refuseFile(request, reply, params.token)
    const { needs } = caller
    const file = await fetchReadingCopy(needs, caller, params.file)
    return sendFile(reply, file, { kind: 'inline', https: isHttps(needs) })
  })

  server.get('/s/:token/files/:file/first-page', async (request, reply) => {
    const { params } = request as FileRequest
    const caller = await readReader(general, request as FileRequest)
    if (caller === null) return refuseFile(request, reply, params.token)
    const { needs } = caller
    const picture = await fetchFirstPage(needs, caller, params.file)
    setPageHeaders(reply, { https: isHttps(needs), frameAncestors: [] })
    // The viewer goes on without it.
    if (picture === null) return reply.status(204).send()
    reply.headers({ 'content-type': 'image/png', 'content-length': picture.bytes })
    return reply.send(Readable.from(picture.stream, { objectMode: false }))
  })
}

/**
 * Once the number is right the code is on its way for some seconds: time to make what will be read. Only for a browser,
 * which says what it asks for (Fetch Metadata); other programs read the file itself.
 */
export function prepareForReader(
  needs: Pick<SigningNeeds, 'reading'>,
  { headers }: SigningRequest,
  reader: { document: Document; participant: Participant },
): void {
  if (headers['sec-fetch-dest'] === 'document' || headers['sec-fetch-dest'] === 'iframe')
    prepareReading(needs, reader)
}
