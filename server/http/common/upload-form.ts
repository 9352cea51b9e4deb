import type { FastifyRequest } from 'fastify'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { BodyRefused } from './body-refused.ts'
import { formLimits, type GuardNeeds, guardForm, isFromOurPage } from './form-guard.ts'
import { type Part, readParts } from './multipart.ts'
import { mediaTypeOf } from './request-body.ts'

/** The parts of a form that follow its token. */
export type FormParts = AsyncGenerator<Part>

/**
 * Opens a form with files in it: its token stands first and is checked before a byte more is read. A browser that sends
 * no file may send an ordinary form, which has no parts.
 */
export async function openUploadForm(
  request: FastifyRequest,
  needs: GuardNeeds,
  { tokens, maxBytes }: { tokens: string[]; maxBytes: number },
): Promise<FormParts> {
  if (mediaTypeOf(request) !== 'multipart/form-data') {
    await guardForm(request, needs, { tokens, limit: formLimits.known })
    return noParts()
  }
  if (!isFromOurPage(request, needs, tokens)) throw new Refused(refusal('form_stale'))
  const parts = readParts(request, maxBytes)
  try {
    const first = await parts.next()
    const sent = first.done !== true && first.value.name === 'form_token' ? await first.value.text() : ''
    if (!tokens.some((token) => needs.secrets.equal(sent, token))) throw new Refused(refusal('form_stale'))
    return parts
  } catch (error) {
    await parts.return(undefined)
    if (error instanceof BodyRefused && error.problem.kind === 'too_large') {
      throw new Refused(refusal('files_too_large', 'uploadfile', { limit: error.problem.limit }))
    }
    throw error
  }
}

async function* noParts(): FormParts {
  // An ordinary form has its fields in the request's body.
}
