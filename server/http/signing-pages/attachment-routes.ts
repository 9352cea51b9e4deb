import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AttachedFileProblem } from '#domain/attached-file-kind.ts'
import { addAttachedFile } from '#server/usecases/signing/add-attached-file.ts'
import { deleteAttachedFile } from '#server/usecases/signing/delete-attached-file.ts'
import type { WidgetProblem } from '#web/signing/review-props.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { mediaTypeOf } from '../common/request-body.ts'
import { inputProblem } from './input-problem.ts'
import type { SigningNeeds } from './needs.ts'
import { seeOther } from './page.ts'
import { type Arrived, problemIn, receiveUpload } from './receive-upload.ts'
import { keepInputs, readWriter, sendReview, typedInputs } from './review-routes.ts'
import { type Caller, participantOrigin, readCaller, type SigningRequest, sessionOf } from './visitor.ts'

type FileRequest = SigningRequest & { params: { token: string; file: string } }

/** A browser that sends no file sends the form all the same. */
const formTypes = ['multipart/form-data', 'application/x-www-form-urlencoded']

/** What a recipient is asked to send in: uploaded and deleted by the form of the review, until they consent. */
export function attachmentRoutes(server: FastifyInstance, general: SigningNeeds): void {
  // Only here a body may be multipart; it is read part by part.
  server.post('/s/:token/attached', async (request: SigningRequest, reply) => {
    // Who has no business here is told before a byte is read.
    const stranger = await readCaller(general, request)
    const { needs } = stranger
    sessionOf(stranger, 'authenticated')
    if (stranger.urlStatus !== 'open') return seeOther(reply, stranger.base)
    if (!formTypes.includes(mediaTypeOf(request))) {
      throw new BodyRefused({ kind: 'media_type', expected: 'multipart/form-data' })
    }
    const received = await receiveUpload(needs, request)
    if (received === null) return seeOther(reply, stranger.base)
    const { caller, arrived } = received
    const problem = await record(needs, request, caller, arrived)
    return answer(needs, request, reply, caller, { problem, done: 'added' })
  })

  server.post('/s/:token/attached/:file/delete', async (request, reply) => {
    const caller = await readWriter(general, request as FileRequest)
    if (caller === null) return seeOther(reply, `/s/${(request as FileRequest).params.token}`)
    const { needs } = caller
    await deleteAttachedFile(needs, participantOrigin(request, caller), {
      ...placeOf(caller),
      attachedFileId: (request as FileRequest).params.file,
    })
    return answer(needs, request as FileRequest, reply, caller, { problem: null, done: 'deleted' })
  })
}

/** Null when the document has the file. */
async function record(
  needs: SigningNeeds,
  request: SigningRequest,
  caller: Caller,
  arrived: Arrived,
): Promise<AttachedFileProblem | null> {
  if ('problem' in arrived) return arrived.problem
  try {
    await addAttachedFile(needs, participantOrigin(request, caller), { ...placeOf(caller), ...arrived })
    return null
  } catch (error) {
    const problem = problemIn(error, request)
    if (problem === null) throw error
    return problem
  }
}

function placeOf(caller: Caller) {
  return {
    documentId: caller.document.id,
    participantId: caller.participant.id,
    sessionId: sessionOf(caller, 'authenticated').id,
  }
}

/** The same press kept what was typed; whatever could not be taken is said beside its field. */
async function answer(
  needs: SigningNeeds,
  request: SigningRequest,
  reply: FastifyReply,
  caller: Caller,
  { problem, done }: { problem: AttachedFileProblem | null; done: 'added' | 'deleted' },
): Promise<FastifyReply> {
  const problems: WidgetProblem[] = []
  try {
    await keepInputs(request, caller)
  } catch (error) {
    const found = inputProblem(error)
    if (found === null) throw error
    problems.push(found)
  }
  if (problem === null && problems.length === 0)
    return seeOther(reply, `${caller.base}/review?attached=${done}`)
  // What the press changed is read again.
  const now = await readCaller(needs, request)
  return sendReview(request, reply, now, {
    problems,
    typed: typedInputs(request, caller),
    upload: problem,
    attached: problem === null ? done : null,
  })
}
