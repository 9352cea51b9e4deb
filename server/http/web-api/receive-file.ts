import type { FastifyRequest } from 'fastify'
import type { Form } from '#contract/web-api/forms.ts'
import { refusal } from '#domain/refusal.ts'
import { discardUpload, receiveUpload, type Upload } from '#server/usecases/drafting/receive-upload.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { type Part, readParts } from '../common/multipart.ts'
import { mediaTypeOf } from '../common/request-body.ts'
import { CallRefused } from './call-refused.ts'
import { queryOf } from './request-form.ts'

export type Received = { upload: Upload; fileName: string | null; form: Form }

/**
 * The one file of a multipart body, in storage, and the text fields, which may stand before or after it; of several
 * files the first counts. `accept` may turn the file away by what is declared about it.
 */
export async function receiveFile(
  ports: Ports,
  documentId: string,
  request: FastifyRequest,
  { maxBytes, accept = () => undefined }: { maxBytes: number; accept?: (part: Part) => void },
): Promise<Received> {
  isMultipart(request)
  const form = queryOf(request)
  const inBody = new Set<string>()
  let received: { upload: Upload; fileName: string | null } | null = null
  try {
    for await (const part of readParts(request, maxBytes)) {
      if (inBody.has(part.name)) continue
      inBody.add(part.name)
      if (part.name === 'uploadfile') {
        accept(part)
        const upload = await receiveUpload(ports, { documentId, content: part.content })
        received = { upload, fileName: part.fileName }
      } else {
        form.set(part.name, await part.text())
      }
    }
  } catch (error) {
    if (received !== null) await discardUpload(ports, received.upload)
    throw error
  }
  if (received === null) throw new Refused(refusal('field_missing', 'uploadfile'))
  return { ...received, form }
}

/** Does what the upload is for, and takes its bytes back when that is refused. */
export async function keptUnlessRefused<Result>(
  ports: Ports,
  upload: Upload,
  use: () => Promise<Result>,
): Promise<Result> {
  try {
    return await use()
  } catch (error) {
    // Only a clear no: when the answer to a commit was lost, the document may have the file, and needs its bytes.
    if (error instanceof Refused || error instanceof CallRefused || error instanceof BodyRefused)
      await discardUpload(ports, upload)
    throw error
  }
}

function isMultipart(request: FastifyRequest): void {
  if (mediaTypeOf(request) !== 'multipart/form-data') {
    throw new CallRefused({ code: 'media_type_unsupported', detail: { expected: 'multipart/form-data' } })
  }
}
