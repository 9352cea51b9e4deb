import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { Inputs } from '#domain/consent.ts'
import { documentLimits } from '#domain/document.ts'
import { type PagesShown, readPagesShown } from '#domain/pages-shown.ts'
import { refusal } from '#domain/refusal.ts'
import { keptText } from '#domain/text-rules.ts'
import { Refused } from '#server/usecases/refused.ts'
import { declineDocument } from '#server/usecases/signing/decline-document.ts'
import { giveConsent } from '#server/usecases/signing/give-consent.ts'
import { DeclinedPage } from '#web/signing/DeclinedPage.tsx'
import { DeclinePage } from '#web/signing/DeclinePage.tsx'
import { DonePage } from '#web/signing/DonePage.tsx'
import { field } from '../common/form-guard.ts'
import { downloadsOf } from './copy-routes.ts'
import type { SigningNeeds } from './needs.ts'
import { outcomeOf } from './outcome.ts'
import { seeOther, sendPage } from './page.ts'
import { wayBack } from './return-routes.ts'
import {
  type Caller,
  idsOf,
  participantOrigin,
  readCaller,
  readPoster,
  reviewFormSize,
  type SigningRequest,
  sessionOf,
} from './visitor.ts'
import { waitUntil } from './wait-until.ts'

/** How long the done page is held, so that the site that gets the browser back finds the document concluded. */
const patienceMilliseconds = 3_000

/** Consent, decline, and the pages after them. */
export function endingRoutes(server: FastifyInstance, general: SigningNeeds): void {
  const outcomeNow = ({ document, needs }: Pick<Caller, 'document' | 'needs'>) =>
    outcomeOf(document, needs.sealer.validUntil, needs.clock.now())

  server.post('/s/:token/consent', async (request: SigningRequest, reply) => {
    const caller = await readPoster(general, request, reviewFormSize)
    const { needs } = caller
    const session = sessionOf(caller, 'authenticated')
    // Done already, by another press or device; cancelled, declined, locked, too late: the first screen says so.
    if (caller.urlStatus === 'consented' || caller.urlStatus === 'concluded') {
      return leadOn(request, reply, `${caller.base}/done`)
    }
    if (caller.urlStatus !== 'open') return leadOn(request, reply, caller.base)
    try {
      await giveConsent(needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        participantId: caller.participant.id,
        sessionId: session.id,
        revision: field(request, 'revision'),
        inputs: shownInputs(request),
        uploads: shownUploads(request),
        shown: shownPages(request),
      })
    } catch (error) {
      const code = error instanceof Refused ? error.refusal.code : null
      // Pressed twice, on two devices, after Back: it is done, and the done page says so.
      if (code === 'already_consented') return leadOn(request, reply, `${caller.base}/done`)
      if (code === 'input_missing' || code?.startsWith('text_'))
        return leadOn(request, reply, `${caller.base}/confirm`)
      if (code === 'revision_preparing') return leadOn(request, reply, `${caller.base}/review`)
      throw error
    }
    return leadOn(request, reply, `${caller.base}/done`)
  })

  server.get('/s/:token/done', async (request: SigningRequest, reply) => {
    const first = await readCaller(general, request)
    const { needs } = first
    const consented = first.urlStatus === 'consented' || first.urlStatus === 'concluded'
    if (first.session?.state !== 'authenticated' || !consented) return seeOther(reply, first.base)
    const caller = await waitUntil(needs, first, {
      done: (caller) => outcomeNow(caller) !== 'concluding',
      again: () => readCaller(needs, request),
      patienceMilliseconds,
    })
    const { chrome, base, document, team } = caller
    const outcome = outcomeNow({ document, needs })
    const page = h(DonePage, {
      chrome,
      base,
      outcome,
      downloads: outcome === 'concluded' ? downloadsOf(caller) : [],
      returnUrl: wayBack(team, base, idsOf(caller)),
      copyDays: caller.url.method === 'sms' ? team.copyDays : null,
    })
    return sendPage(needs, reply, page, { team })
  })

  server.get('/s/:token/decline', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    const open = caller.session?.state === 'authenticated' && caller.urlStatus === 'open'
    if (!open) return seeOther(reply, caller.base)
    const { chrome, base, formToken, team } = caller
    return sendPage(needs, reply, h(DeclinePage, { chrome, base, formToken, reason: '', error: null }), {
      team,
    })
  })

  server.post('/s/:token/decline', async (request: SigningRequest, reply) => {
    const caller = await readPoster(general, request)
    const { needs } = caller
    const session = sessionOf(caller, 'authenticated')
    if (caller.urlStatus !== 'open') return seeOther(reply, caller.base)
    const reason = field(request, 'reason').replaceAll('\r\n', '\n')
    if ([...reason].length > documentLimits.declineComment) {
      const { chrome, base, formToken, team } = caller
      const page = h(DeclinePage, { chrome, base, formToken, reason, error: 'reason_too_long' })
      return sendPage(needs, reply, page, { status: 422, team })
    }
    const kept = keptText(reason, 'reason', { lines: true })
    if ('refusal' in kept) {
      const { chrome, base, formToken, team } = caller
      const error = { invisible: String(kept.refusal.detail?.character) }
      const page = h(DeclinePage, { chrome, base, formToken, reason, error })
      return sendPage(needs, reply, page, { status: 422, team })
    }
    await declineDocument(needs, participantOrigin(request, caller), {
      documentId: caller.document.id,
      participantId: caller.participant.id,
      sessionId: session.id,
      reason,
    })
    return seeOther(reply, `${caller.base}/declined`)
  })

  server.get('/s/:token/declined', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    if (caller.urlStatus !== 'declined') return seeOther(reply, caller.base)
    if (caller.session?.state !== 'authenticated') throw new Refused(refusal('document_declined'))
    const { chrome, team } = caller
    const page = h(DeclinedPage, { chrome, returnUrl: wayBack(team, caller.base, idsOf(caller), 'declined') })
    return sendPage(needs, reply, page, { team })
  })
}

/** After a form as ever; the dialog's script asks for JSON, so that a line that breaks costs no page. */
function leadOn(request: SigningRequest, reply: FastifyReply, path: string): FastifyReply {
  if (request.headers.accept !== 'application/json') return seeOther(reply, path)
  return reply.header('cache-control', 'no-store').send({ next: path })
}

/** What stood in the recipient's fields when they consented. */
function shownInputs(request: SigningRequest): Inputs {
  const posted = Object.entries((request.body ?? {}) as Record<string, string>)
  return new Map(
    posted
      .filter(([name]) => name.startsWith('shown-'))
      .map(([name, value]) => [name.slice('shown-'.length), value]),
  )
}

/** What the island says of the pages on the screen; null without scripts, and where it says nonsense. */
function shownPages(request: FastifyRequest): PagesShown | null {
  const { pages } = (request.body ?? {}) as Record<string, string | undefined>
  return pages === undefined ? null : readPagesShown(pages)
}

/** Which uploads the page showed as theirs; null where it asked for none. */
function shownUploads(request: FastifyRequest): string | null {
  const { uploads } = (request.body ?? {}) as Record<string, string | undefined>
  return uploads ?? null
}
