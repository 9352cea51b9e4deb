import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { livingFiles } from '#domain/attachment.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import { mayTransfer, transferObjections } from '#domain/transfer.ts'
import { Refused } from '#server/usecases/refused.ts'
import { transferDocument } from '#server/usecases/signing/transfer-document.ts'
import {
  TransferConfirmPage,
  type TransferEntry,
  TransferPage,
  type TransferPageProps,
  TransferredPage,
} from '#web/signing/TransferPage.tsx'
import { field } from '../common/form-guard.ts'
import type { SigningNeeds } from './needs.ts'
import { seeOther, sendPage } from './page.ts'
import { readReader, readWriter } from './review-routes.ts'
import { type Caller, participantOrigin, readCaller, type SigningRequest, sessionOf } from './visitor.ts'

const languages: RecipientLanguage[] = ['ja', 'en', 'zh-CHS', 'zh-CHT']

/** A recipient by e-mail passes the document on to somebody else, where the sender allows it. */
export function transferRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/transfer', async (request: SigningRequest, reply) => {
    const caller = await readReader(general, request)
    if (caller === null) return seeOther(reply, `/s/${request.params.token}`)
    requireTransfer(caller)
    const { language } = caller.participant
    const entry = { email: '', name: '', organization: '', language, message: '' }
    return sendForm(reply, caller, entry, [])
  })

  server.post('/s/:token/transfer', async (request: SigningRequest, reply) => {
    const caller = await readWriter(general, request)
    if (caller === null) return seeOther(reply, `/s/${request.params.token}`)
    requireTransfer(caller)
    const entry = typedTransfer(request, caller)
    if (field(request, 'edit') !== '') return sendForm(reply, caller, entry, [])
    const objections = transferObjections(caller.document, caller.participant.id, entry)
    if (objections.length > 0) return sendForm(reply, caller, entry, objections)
    const { needs, chrome, base, formToken, team, participant } = caller
    const page = h(TransferConfirmPage, {
      ...{ chrome, base, formToken, entry },
      hasEntries: hasEntries(caller),
      hasCode: participant.accessCode !== '',
    })
    return sendPage(needs, reply, page, { team })
  })

  server.post('/s/:token/transfer/send', async (request: SigningRequest, reply) => {
    const caller = await readWriter(general, request)
    // Pressed twice: it is done, and the page says so.
    if (caller === null) return seeOther(reply, `/s/${request.params.token}/transferred`)
    requireTransfer(caller)
    const entry = typedTransfer(request, caller)
    const objections = transferObjections(caller.document, caller.participant.id, entry)
    if (objections.length > 0) return sendForm(reply, caller, entry, objections)
    try {
      await transferDocument(caller.needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        participantId: caller.participant.id,
        sessionId: sessionOf(caller, 'authenticated').id,
        fields: entry,
      })
    } catch (error) {
      // Another press or device was faster: consented, declined, passed on.
      if (error instanceof Refused && error.refusal.code === 'url_expired') {
        return seeOther(reply, `${caller.base}/transferred`)
      }
      throw error
    }
    return seeOther(reply, `${caller.base}/transferred`)
  })

  server.get('/s/:token/transferred', async (request: SigningRequest, reply) => {
    const { needs, urlStatus, session, base, chrome, team } = await readCaller(general, request)
    if (urlStatus !== 'transferred' || session?.state !== 'authenticated') return seeOther(reply, base)
    return sendPage(needs, reply, h(TransferredPage, { chrome: { ...chrome, session: null } }), { team })
  })
}

function requireTransfer({ document, participant }: Caller): void {
  if (!mayTransfer(document, participant)) throw new Refused(refusal('transfer_not_allowed'))
}

function typedTransfer(request: SigningRequest, { participant }: Caller): TransferEntry {
  const line = (name: string) => field(request, name).trim()
  const chosen = field(request, 'language')
  return {
    email: line('email'),
    name: line('name'),
    organization: line('organization'),
    language: languages.find((each) => each === chosen) ?? participant.language,
    message: line('message').replaceAll('\r\n', '\n'),
  }
}

function hasEntries({ document, participant }: Caller): boolean {
  const typed = document.widgets.some((each) => each.participantId === participant.id && each.input !== null)
  const { attachment } = document
  return typed || (attachment?.participantId === participant.id && livingFiles(attachment).length > 0)
}

function sendForm(
  reply: FastifyReply,
  { needs, chrome, base, formToken, team }: Caller,
  entry: TransferEntry,
  objections: TransferPageProps['objections'],
): FastifyReply {
  const page = h(TransferPage, { chrome, base, formToken, entry, objections })
  return sendPage(needs, reply, page, { status: objections.length === 0 ? 200 : 422, team })
}
