import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { missingUpload } from '#domain/attachment.ts'
import { type Inputs, missingWidgets, unseenWidget } from '#domain/consent.ts'
import { isReadableFor, revisionShown } from '#domain/seal.ts'
import { sealingFailed } from '#domain/sealing-trouble.ts'
import { fetchShownFile } from '#server/usecases/signing/fetch-shown-file.ts'
import { saveInputs } from '#server/usecases/signing/save-inputs.ts'
import { uploadsOf } from '#web/signing/ConfirmContent.tsx'
import { ConfirmPage } from '#web/signing/ConfirmPage.tsx'
import { PreparingPage } from '#web/signing/PreparingPage.tsx'
import { ReviewPage } from '#web/signing/ReviewPage.tsx'
import { field } from '../common/form-guard.ts'
import { sendFile } from '../send-file.ts'
import { drawnPages } from './drawn-pages.ts'
import { inputProblem, problemOf } from './input-problem.ts'
import type { SigningNeeds } from './needs.ts'
import { isHttps, refuseFile, seeOther, sendHtml, sendPage } from './page.ts'
import { isForMany, withBlanks } from './review-blanks.ts'
import { attachmentOf, type ReviewState, reviewOf, widgetsOf } from './review-page.ts'
import {
  type Caller,
  participantOrigin,
  readCaller,
  readPoster,
  reviewFormSize,
  type SigningRequest,
  sessionOf,
} from './visitor.ts'
import { waitUntil } from './wait-until.ts'

/** How long a page is held for a seal that is being made, before it says so. */
const patienceMilliseconds = 3_000

export type FileRequest = SigningRequest & { params: { token: string; file: string } }

/** The third screen: the document, the recipient's fields, and the way to consent. */
export function reviewRoutes(server: FastifyInstance, general: SigningNeeds): void {
  const drawn = drawnPages(ReviewPage, general.random.token(32))
  server.get('/s/:token/review', async (request: SigningRequest, reply) => {
    const caller = await readReader(general, request)
    if (caller === null) return seeOther(reply, `/s/${request.params.token}`)
    return sendReview(request, reply, caller, {
      saved: (request.query as { saved?: string }).saved === '1',
      attached: doneIn(request),
      drawn,
    })
  })

  server.get('/s/:token/files/:file', async (request, reply) => {
    const caller = await readReader(general, request as FileRequest)
    if (caller === null) return refuseFile(request, reply, (request as FileRequest).params.token)
    const { needs } = caller
    const file = await fetchShownFile(needs, caller, (request as FileRequest).params.file)
    const download = (request.query as { download?: string }).download !== undefined
    return sendFile(reply, file, { kind: download ? 'attachment' : 'inline', https: isHttps(needs) })
  })

  server.post('/s/:token/inputs', async (request: SigningRequest, reply) => {
    const caller = await readWriter(general, request)
    if (caller === null) return seeOther(reply, `/s/${request.params.token}`)
    const quiet = request.headers.accept?.includes('application/json') === true
    try {
      await keepInputs(request, caller)
    } catch (error) {
      const problem = inputProblem(error)
      if (problem === null) throw error
      if (quiet) return reply.status(422).header('cache-control', 'no-store').send(problem)
      return sendReview(request, reply, caller, {
        problems: [problem],
        typed: typedInputs(request, caller),
      })
    }
    if (quiet) return reply.status(204).header('cache-control', 'no-store').send()
    if (holdsUnsentFile(request)) return sendReview(request, reply, caller, { upload: 'not_uploaded' })
    return seeOther(reply, `${caller.base}/review?saved=1`)
  })

  // Without JavaScript the consent button posts the fields here on its way.
  server.post('/s/:token/confirm', async (request: SigningRequest, reply) => {
    const caller = await readWriter(general, request)
    if (caller === null) return seeOther(reply, `/s/${request.params.token}`)
    try {
      await keepInputs(request, caller)
    } catch (error) {
      const problem = inputProblem(error)
      if (problem === null) throw error
      return sendReview(request, reply, caller, {
        problems: [problem],
        typed: typedInputs(request, caller),
      })
    }
    if (holdsUnsentFile(request)) return sendReview(request, reply, caller, { upload: 'not_uploaded' })
    return seeOther(reply, `${caller.base}/confirm`)
  })

  server.get('/s/:token/confirm', async (request: SigningRequest, reply) => {
    const caller = await readReader(general, request)
    if (caller === null) return seeOther(reply, `/s/${request.params.token}`)
    const { needs, document, participant, chrome, base, formToken, team } = caller
    const missing = missingWidgets(document, participant.id).length > 0
    if (
      !isReadableFor(document, participant) ||
      missing ||
      missingUpload(document, participant.id) !== null
    ) {
      return sendReview(request, reply, caller, { showMissing: true })
    }
    const unseen = unseenWidget(document, participant.id)
    const problem = unseen === null ? null : problemOf(unseen)
    if (problem !== null) return sendReview(request, reply, caller, { problems: [problem] })
    const page = h(ConfirmPage, {
      chrome,
      base,
      formToken,
      revision: revisionShown(document),
      title: document.title,
      files: document.files.map((file) => ({ name: file.name, pages: file.pages.length })),
      inputs: widgetsOf(caller).map(({ id, value }) => ({ id, value })),
      uploads: uploadsOf(attachmentOf(caller)),
    })
    return sendPage(needs, reply, page, { team })
  })
}

/** A visitor with an authenticated session whose turn it still is; null: lead them to the start, which says why not. */
export async function readReader(needs: SigningNeeds, request: SigningRequest): Promise<Caller | null> {
  const caller = await readCaller(needs, request)
  if (caller.session?.state !== 'authenticated') return null
  return caller.urlStatus === 'open' ? caller : null
}

export async function readWriter(needs: SigningNeeds, request: SigningRequest): Promise<Caller | null> {
  const caller = await readPoster(needs, request, reviewFormSize)
  sessionOf(caller, 'authenticated')
  return caller.urlStatus === 'open' ? caller : null
}

/** The review, also after a press that was not taken: with everything that was typed. */
export async function sendReview(
  request: SigningRequest,
  reply: FastifyReply,
  first: Caller,
  state: ReviewState,
): Promise<FastifyReply> {
  // The revision that a recipient reads is made by a job right after sending, or after the consent before theirs.
  const caller = await waitUntil(first.needs, first, {
    done: ({ document, participant }) => isReadableFor(document, participant),
    again: () => readCaller(first.needs, request),
    patienceMilliseconds,
  })
  const { needs, chrome, base, team, document } = caller
  if (!isReadableFor(document, caller.participant) || sealingFailed(document)) {
    const stuck = sealingFailed(document) || needs.sealer.validUntil <= needs.clock.now()
    const page = h(PreparingPage, { chrome, base, refreshSeconds: stuck ? 30 : 2, stuck })
    return sendPage(needs, reply, page, { team })
  }
  const props = await reviewOf(caller, state)
  const { problems } = props
  const refused = problems.length > 0 || props.showMissing || props.upload.problem !== null
  const status = refused ? 422 : 200
  if (state.drawn === undefined || !isForMany(props))
    return sendPage(needs, reply, h(ReviewPage, props), { status, team })
  const html = state.drawn.page((blank) => withBlanks(props, blank))
  return sendHtml(needs, reply, html, { status, team })
}

function doneIn(request: SigningRequest): 'added' | 'deleted' | null {
  const { attached } = request.query as { attached?: string }
  return attached === 'added' || attached === 'deleted' ? attached : null
}

/** A form that is no upload sends only the name of a chosen file: it must not be lost without a word. */
function holdsUnsentFile(request: SigningRequest): boolean {
  return field(request, 'attached_file') !== ''
}

/** The fields of the form, as typed. An unchecked box is absent from a post, so a form that has it says so. */
export function typedInputs(request: SigningRequest, { document, participant }: Caller): Inputs {
  const body = (request.body ?? {}) as Record<string, string>
  const inputs = new Map<string, string>()
  for (const widget of document.widgets) {
    if (widget.participantId !== participant.id) continue
    const value = body[`widget-${widget.id}`]
    if (value !== undefined) inputs.set(widget.id, value)
    else if (widget.kind === 'checkbox') inputs.set(widget.id, '')
  }
  return inputs
}

/** Keeps what the form says was typed. */
export async function keepInputs(request: SigningRequest, caller: Caller): Promise<void> {
  await saveInputs(caller.needs, participantOrigin(request, caller), {
    documentId: caller.document.id,
    participantId: caller.participant.id,
    sessionId: sessionOf(caller, 'authenticated').id,
    inputs: typedInputs(request, caller),
  })
}
