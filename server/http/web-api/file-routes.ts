import type { FastifyRequest } from 'fastify'
import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import { addFileCall, getFileCall, removeFileCall } from '#contract/web-api/files.ts'
import type { Form } from '#contract/web-api/forms.ts'
import { fileLimits } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import { addFile } from '#server/usecases/drafting/add-file.ts'
import { discardUpload, receiveUpload, type Upload } from '#server/usecases/drafting/receive-upload.ts'
import { removeFile } from '#server/usecases/drafting/remove-file.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import { fileExists, fileOf, isDraft, ownsDocument } from './checks.ts'
import { type Part, readParts } from './multipart.ts'
import { sendPdf } from './pdf-answer.ts'
import { CallRefused } from './refusals.ts'
import { mediaTypeOf, queryOf, read } from './request-form.ts'

const unnamed = 'document.pdf'

/** Files of a document: add, fetch, remove. */
export function mountFileRoutes(api: Api): void {
  const { ports } = api

  bindDocument(api, addFileCall, [ownsDocument, isDraft], async ({ document, origin, request }) => {
    isMultipart(request)
    const received = await receive(ports, document.id, request, api.options.maxUploadBytes)
    try {
      const given = read(received.form, addFileCall.form)
      const name = given.name || read(nameOf(received.fileName), addFileCall.form).name || unnamed
      const file = { documentId: document.id, name, upload: received.upload, limits: fileLimits }
      return documentOnWire(await addFile(ports, origin, file), 'own')
    } catch (error) {
      // Only a clear no: when the answer to a commit was lost, the document may have the file, and needs its bytes.
      if (error instanceof Refused || error instanceof CallRefused)
        await discardUpload(ports, received.upload)
      throw error
    }
  })

  bindDocument(api, getFileCall, [fileExists], async (call) => {
    const file = fileOf(call)
    const { storageKey } = newestRevision(call.document, file.id) ?? file
    return sendPdf(ports.storage, call.reply, storageKey, file.name)
  })

  bindDocument(api, removeFileCall, [ownsDocument, fileExists, isDraft], async (call) => {
    const { document, origin } = call
    const next = await removeFile(ports, origin, { documentId: document.id, fileId: fileOf(call).id })
    return documentOnWire(next, 'own')
  })
}

/** The upload's own name is judged as the field is. */
function nameOf(fileName: string | null): Form {
  return new Map(fileName === null ? [] : [['name', fileName]])
}

function isMultipart(request: FastifyRequest): void {
  if (mediaTypeOf(request) !== 'multipart/form-data') {
    throw new CallRefused({ code: 'media_type_unsupported', detail: { expected: 'multipart/form-data' } })
  }
}

/** Text fields may stand before or after the file; of several files the first counts. */
async function receive(ports: Ports, documentId: string, request: FastifyRequest, maxBytes: number) {
  const form = queryOf(request)
  const inBody = new Set<string>()
  let received: { upload: Upload; fileName: string | null } | null = null
  try {
    for await (const part of readParts(request, maxBytes)) {
      if (inBody.has(part.name)) continue
      inBody.add(part.name)
      if (part.name === 'uploadfile') {
        isDeclaredAsPdf(part)
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

const pdfTypes = ['application/pdf', 'application/x-pdf', 'application/octet-stream', 'binary/octet-stream']

/** The declared type only; the bytes are judged later, with another status (web-api.md §3). */
function isDeclaredAsPdf(part: Part): void {
  if (part.mediaType !== null && !pdfTypes.includes(part.mediaType)) {
    const expected = 'application/pdf'
    throw new CallRefused({ code: 'media_type_unsupported', field: part.name, detail: { expected } })
  }
}
