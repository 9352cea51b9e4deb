import { hasRoom, type NewAttachedFile } from '#domain/attached-file.ts'
import type { AttachedFileProblem } from '#domain/attached-file-kind.ts'
import { attachmentAskedOf } from '#domain/attachment.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { discardAttachedFile, receiveAttachedFile } from '#server/usecases/signing/receive-attached-file.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { type Part, readParts } from '../common/multipart.ts'
import type { SigningNeeds } from './needs.ts'
import { readWriter } from './review-routes.ts'
import type { Caller, SigningRequest } from './visitor.ts'

/** Characters of all fields beside the file; far more than a review has. */
const fieldCharacters = 1024 * 1024

/** A stored file, or why there is none. */
export type Arrived = { file: NewAttachedFile } | { problem: AttachedFileProblem }

/**
 * Reads the form of the fields with a file in it. The fields become the request's body; no byte of the file is stored
 * before the form's token, which stands first, has been checked. Null: it is not this recipient's turn (any more).
 * Whoever gets a stored file either records it or discards it.
 */
export async function receiveUpload(
  needs: SigningNeeds,
  request: SigningRequest,
): Promise<{ caller: Caller; arrived: Arrived } | null> {
  const fields: Record<string, string> = Object.create(null)
  request.body = fields
  const arrived = await readForm(needs, request, fields)
  if (arrived === null) return null
  let caller: Caller | null = null
  try {
    caller = await readWriter(needs, request)
  } finally {
    if (caller === null && 'file' in arrived) await discardAttachedFile(needs, arrived.file)
  }
  return caller === null ? null : { caller, arrived }
}

async function readForm(
  needs: SigningNeeds,
  request: SigningRequest,
  fields: Record<string, string>,
): Promise<Arrived | null> {
  let room = fieldCharacters
  try {
    // The file is counted as it is stored: before that the fields are read, so that nothing typed is lost.
    for await (const part of readParts(request, Number.POSITIVE_INFINITY)) {
      if (part.name !== 'attached_file') {
        const text = await part.text()
        room -= text.length + part.name.length
        if (room < 0) return { problem: 'broken' }
        fields[part.name] ??= text
      } else if (part.fileName !== null) {
        return await store(needs, request, { ...part, fileName: part.fileName })
      }
    }
  } catch (error) {
    const problem = problemIn(error, request)
    if (problem === null) throw error
    return { problem }
  }
  return { problem: 'missing' }
}

async function store(
  needs: SigningNeeds,
  request: SigningRequest,
  { fileName, mediaType, content }: Part & { fileName: string },
): Promise<Arrived | null> {
  const caller = await readWriter(needs, request)
  if (caller === null) return null
  const asked = attachmentAskedOf(caller.document, caller.participant.id)
  if (asked === null) throw new Refused(refusal('attachment_not_found'))
  if (!hasRoom(asked)) return { problem: 'too_many' }
  const sent = { name: fileName, mediaType, content }
  return { file: await receiveAttachedFile(needs, caller.document.id, sent) }
}

/** Why the upload is not taken, or null when it is something else that went wrong. */
export function problemIn(error: unknown, request: SigningRequest): AttachedFileProblem | null {
  if (error instanceof Refused) {
    const { code, detail } = error.refusal
    return code === 'attached_file_refused' ? (detail?.problem as AttachedFileProblem) : null
  }
  if (error instanceof BodyRefused) return 'broken'
  // The browser went away in the middle.
  return request.raw.destroyed && !request.raw.complete ? 'broken' : null
}
