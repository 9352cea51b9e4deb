import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import {
  createDocumentCall,
  declineDocumentCall,
  deleteDocumentCall,
  draftFields,
  getCertificateCall,
  getDocumentCall,
  getEvidenceRecordCall,
  listDocumentsCall,
  sendOrRemindCall,
  updateDocumentCall,
} from '#contract/web-api/documents.ts'
import { rightOf } from '#domain/access.ts'
import { refusal } from '#domain/refusal.ts'
import { createDraft } from '#server/usecases/drafting/create-draft.ts'
import { deleteDraft } from '#server/usecases/drafting/delete-draft.ts'
import { updateDraft } from '#server/usecases/drafting/update-draft.ts'
import { fetchRecord } from '#server/usecases/records/fetch-record.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cancelDocument } from '#server/usecases/sending/cancel-document.ts'
import { remindRecipient } from '#server/usecases/sending/remind-recipient.ts'
import { sendDraft } from '#server/usecases/sending/send-draft.ts'
import { cloneTemplate } from '#server/usecases/templates/clone-template.ts'
import { sendRecord } from '../send-record.ts'
import { bind, bindDocument } from './bind.ts'
import type { Api } from './call.ts'
import { isCancellable, isConcluded, isDeletable, isDraft, ownsDocument } from './checks.ts'
import { sendPdf } from './pdf-answer.ts'
import { formOf, read } from './request-form.ts'

/** Documents: create, read, list, change, send or remind, cancel, delete, certificate. */
export function mountDocumentRoutes(api: Api): void {
  const { ports } = api

  bind(api, createDocumentCall, async ({ caller, origin, request }) => {
    const given = read(await formOf(request), createDocumentCall.form)
    const { template_id: templateId = '' } = given
    const { member, team } = caller
    const drafting = { member, team, test: caller.test, fields: draftFields(given) }
    const draft =
      templateId === ''
        ? await createDraft(ports, origin, drafting)
        : await cloneTemplate(ports, origin, { ...drafting, caller, templateId })
    return documentOnWire(draft, 'own')
  })

  bindDocument(api, getDocumentCall, [], ({ document, right }) => documentOnWire(document, right))

  bindDocument(
    api,
    updateDocumentCall,
    [ownsDocument, isDraft],
    async ({ document, caller, origin, request, ports }) => {
      const fields = draftFields(read(await formOf(request), updateDocumentCall.form))
      const change = { documentId: document.id, team: caller.team, fields }
      return documentOnWire(await updateDraft(ports, origin, change), 'own')
    },
  )

  bindDocument(api, sendOrRemindCall, [ownsDocument], async ({ document, origin, ports }) => {
    const verb = document.status === 'draft' ? sendDraft : remindRecipient
    return documentOnWire(await verb(ports, origin, { documentId: document.id }), 'own')
  })

  bindDocument(
    api,
    deleteDocumentCall,
    [ownsDocument, isDeletable],
    async ({ document, origin, reply, ports }) => {
      await deleteDraft(ports, origin, { documentId: document.id })
      return reply.code(204).send()
    },
  )

  bindDocument(
    api,
    declineDocumentCall,
    [ownsDocument, isCancellable],
    async ({ document, origin, request, ports }) => {
      const { comment = '' } = read(await formOf(request), declineDocumentCall.form)
      return documentOnWire(await cancelDocument(ports, origin, { documentId: document.id, comment }), 'own')
    },
  )

  bindDocument(api, getCertificateCall, [isConcluded], async ({ document, reply, ports }) => {
    if (document.certificate === null) throw new Refused(refusal('not_concluded'))
    return sendPdf(ports.storage, reply, document.certificate, `${document.title}_合意締結証明書.pdf`)
  })

  bindDocument(api, getEvidenceRecordCall, [isConcluded], async ({ document, reply, ports }) =>
    sendRecord(reply, document.id, await fetchRecord(ports, document)),
  )

  bind(api, listDocumentsCall, async ({ caller, request }) => {
    const given = read(await formOf(request), listDocumentsCall.form)
    const { page = 1, status = 'every', from = null, to = null } = given
    const { id, email, teamId } = caller.member
    const sharedTemplatesOf = status === 'template' && given.with_shared_templates === true ? teamId : null
    const { test } = caller
    const query = { page, status: status === 'every' ? null : status, from, to, sharedTemplatesOf, test }
    const { total, documents } = await ports.database.read.documentsOf(id, email, query)
    const members = {
      files: given.with_files ?? true,
      participants: given.with_participants ?? true,
      reportees: given.with_reportees ?? false,
      attachment: given.with_attachment ?? false,
    }
    return {
      total,
      page,
      documents: documents.map((each) =>
        documentOnWire(each, rightOf(caller.member, each) ?? 'received', members),
      ),
    }
  })
}
