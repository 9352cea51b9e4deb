import type { FastifyRequest } from 'fastify'
import { importDocumentCall, importedDocumentOnWire } from '#contract/web-api/imported-documents.ts'
import { importObjection } from '#domain/imported-document.ts'
import { importDocument } from '#server/usecases/importing/import-document.ts'
import { Refused } from '#server/usecases/refused.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { bind } from './bind.ts'
import type { Api } from './call.ts'
import { CallRefused } from './call-refused.ts'
import { keptUnlessRefused, type Received, receiveFile } from './receive-file.ts'
import { read } from './request-form.ts'

/** Documents that were concluded elsewhere: import. */
export function mountImportedDocumentRoutes(api: Api): void {
  const { ports } = api

  bind(api, importDocumentCall, async ({ caller, origin, request }) => {
    const { member, team } = caller
    const objection = importObjection(member, team)
    if (objection !== null) throw new Refused(objection)
    const documentId = ports.random.id()
    const received = await receive(api, documentId, request)
    return keptUnlessRefused(ports, received.upload, async () => {
      const given = read(received.form, importDocumentCall.form)
      const name =
        given.name || read(new Map([['name', received.fileName ?? '']]), importDocumentCall.form).name
      const cabinetId = given.cabinet_id || null
      const wanted = { documentId, name: name ?? '', cabinetId, upload: received.upload }
      return importedDocumentOnWire(
        await importDocument(ports, origin, { member, team, test: caller.test }, wanted),
      )
    })
  })
}

/** This call has a word of its own for a body that is too large. */
async function receive(
  { ports, options }: Api,
  documentId: string,
  request: FastifyRequest,
): Promise<Received> {
  try {
    return await receiveFile(ports, documentId, request, { maxBytes: options.maxUploadBytes })
  } catch (error) {
    if (!(error instanceof BodyRefused) || error.problem.kind !== 'too_large') throw error
    throw new CallRefused({ code: 'import_too_large', detail: { limit: error.problem.limit } })
  }
}
