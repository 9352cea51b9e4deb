import { addFileCall } from '#contract/web-api/files.ts'
import { readForm } from '#contract/web-api/forms.ts'
import { fileLimits } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { addFile } from '#server/usecases/drafting/add-file.ts'
import { discardUpload, receiveUpload, type Upload } from '#server/usecases/drafting/receive-upload.ts'
import { MachineBusy, Refused } from '#server/usecases/refused.ts'
import { draftWords } from '#web/console/making/draft-words.ts'
import type { RefusedFile } from '#web/console/making/FileChooser.tsx'
import type { FormParts } from '../common/upload-form.ts'
import type { ConsoleCall } from './route.ts'
import { tooLargeProblem, uploadProblem } from './upload-problem.ts'

type Call = Pick<ConsoleCall, 'needs' | 'visit'>

/** One file of the form: in storage and belonging to nothing yet, or larger than a file may be. */
type Arrived = { name: string; upload: Upload; tooLarge: boolean }

export type Received = {
  /** The draft that has the files; null when the form brought none. */
  documentId: string | null
  added: string[]
  refused: RefusedFile[]
}

/**
 * Takes the files of a form into a draft, in their order, each for itself: a file that is refused stands in nobody's way.
 * `draftOf` is asked once, when the first file begins.
 */
export async function receiveFiles(
  call: Call & { parts: FormParts },
  draftOf: () => Promise<string>,
): Promise<Received> {
  const arrived: Arrived[] = []
  const received: Received = { documentId: null, added: [], refused: [] }
  try {
    for await (const part of call.parts) {
      // A browser sends a nameless, empty file where none was chosen.
      if (part.name !== 'uploadfile' || part.fileName === null || part.fileName === '') continue
      received.documentId ??= await draftOf()
      const bounded = upTo(call.needs.maxUploadBytes, part.content)
      const { documentId } = received
      const upload = await receiveUpload(call.needs, { documentId, content: bounded.content })
      arrived.push({ name: part.fileName.normalize('NFC'), upload, tooLarge: bounded.exceeded() })
    }
    for (let next = arrived.shift(); next !== undefined; next = arrived.shift()) {
      const sentence = await take(call, received.documentId ?? '', next)
      if (sentence === null) received.added.push(next.name)
      else received.refused.push({ name: next.name, sentence })
    }
    return received
  } finally {
    for (const { upload } of arrived) await discardUpload(call.needs, upload)
  }
}

/** Null when the draft has the file; else why not. */
async function take({ needs, visit }: Call, documentId: string, arrived: Arrived): Promise<string | null> {
  const { upload, tooLarge } = arrived
  const { lang } = visit.chrome
  if (tooLarge) {
    await discardUpload(needs, upload)
    return tooLargeProblem(needs.maxUploadBytes, lang)
  }
  try {
    const named = readForm(new Map([['name', arrived.name]]), addFileCall.form)
    if (!named.ok) throw new Refused(named.refusal)
    const name = named.value.name || 'document.pdf'
    await addFile(needs, visit.origin, { documentId, name, upload, limits: fileLimits })
    return null
  } catch (error) {
    // Only a clear no: when the answer to a commit was lost, the document may have the file, and needs its bytes.
    if (error instanceof MachineBusy) {
      await discardUpload(needs, upload)
      return draftWords(lang).problems.busy
    }
    if (!(error instanceof Refused)) throw error
    await discardUpload(needs, upload)
    const { code } = error.refusal
    if (code === 'not_a_draft' || code === 'document_not_found') throw new Refused(refusal('draft_over'))
    return uploadProblem(error.refusal, lang)
  }
}

/** The bytes up to a limit. What is beyond is read and thrown away, so that the next part of the form can be read. */
function upTo(limit: number, source: AsyncIterable<Uint8Array>) {
  let bytes = 0
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      bytes += chunk.byteLength
      if (bytes <= limit) yield chunk
    }
  }
  return { content: content(), exceeded: () => bytes > limit }
}
