import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import { addFileCall, fileNotice, getFileCall, removeFileCall } from '#contract/web-api/files.ts'
import type { Form } from '#contract/web-api/forms.ts'
import { type File, fileLimits } from '#domain/file.ts'
import { newestRevision } from '#domain/seal.ts'
import { addFile } from '#server/usecases/drafting/add-file.ts'
import { removeFile } from '#server/usecases/drafting/remove-file.ts'
import type { Part } from '../common/multipart.ts'
import { bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import { CallRefused } from './call-refused.ts'
import { fileExists, fileOf, isDraft, ownsDocument } from './checks.ts'
import { sendPdf } from './pdf-answer.ts'
import { keptUnlessRefused, receiveFile } from './receive-file.ts'
import { read } from './request-form.ts'

const unnamed = 'document.pdf'

/** Files of a document: add, fetch, remove. */
export function mountFileRoutes(api: Api): void {
  const { maxUploadBytes: maxBytes } = api.options

  bindDocument(
    api,
    addFileCall,
    [ownsDocument, isDraft],
    async ({ document, origin, request, reply, ports }) => {
      const received = await receiveFile(ports, document.id, request, { maxBytes, accept: isDeclaredAsPdf })
      return keptUnlessRefused(ports, received.upload, async () => {
        const given = read(received.form, addFileCall.form)
        const name = given.name || read(nameOf(received.fileName), addFileCall.form).name || unnamed
        const file = { documentId: document.id, name, upload: received.upload, limits: fileLimits }
        const next = await addFile(ports, origin, file)
        const notice = noticeOf(next.files.at(-1))
        if (notice !== null) reply.header(fileNotice, notice)
        return documentOnWire(next, 'own')
      })
    },
  )

  bindDocument(api, getFileCall, [fileExists], async (call) => {
    const file = fileOf(call)
    return sendPdf(call.ports.storage, call.reply, newestRevision(call.document, file.id) ?? file, file.name)
  })

  bindDocument(api, removeFileCall, [ownsDocument, fileExists, isDraft], async (call) => {
    const { document, origin } = call
    const next = await removeFile(call.ports, origin, { documentId: document.id, fileId: fileOf(call).id })
    return documentOnWire(next, 'own')
  })
}

/** What the sender should know of a file that was taken in; the official answer has no place for it. */
function noticeOf(file: File | undefined): string | null {
  const notices = [
    ...(file?.repairedFrom ? ['repaired'] : []),
    ...(file && file.deadSignatures > 0 ? ['signatures_dropped'] : []),
  ]
  return notices.length === 0 ? null : notices.join(', ')
}

/** The upload's own name is judged as the field is. */
function nameOf(fileName: string | null): Form {
  return new Map(fileName === null ? [] : [['name', fileName]])
}

const pdfTypes = ['application/pdf', 'application/x-pdf', 'application/octet-stream', 'binary/octet-stream']

/** The declared type only; the bytes are judged later, with another status. */
function isDeclaredAsPdf(part: Part): void {
  if (part.mediaType !== null && !pdfTypes.includes(part.mediaType)) {
    const expected = 'application/pdf'
    throw new CallRefused({ code: 'media_type_unsupported', field: part.name, detail: { expected } })
  }
}
