import { addFileCall } from '#contract/web-api/files.ts'
import { readForm } from '#contract/web-api/forms.ts'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { normalized } from '#domain/typed-text.ts'
import { discardUpload, receiveUpload, type Upload } from '#server/usecases/drafting/receive-upload.ts'
import { MachineBusy, Refused } from '#server/usecases/refused.ts'
import { draftWords } from '#web/console/making/draft-words.ts'
import type { RefusedFile } from '#web/console/making/FileChooser.tsx'
import type { FormParts } from '../common/upload-form.ts'
import type { ConsoleCall } from './call.ts'
import { tooLargeProblem, uploadProblem } from './upload-problem.ts'

type Call = Pick<ConsoleCall, 'needs' | 'visit'>

/** One file of the form: in storage and belonging to nothing yet, or larger than a file may be. */
type Arrived = { name: string; upload: Upload; tooLarge: boolean }

/** Whose the files become. */
export type Taker = {
  /** The draft, also before it has begun. */
  documentId: string
  /** Judges a file and takes it; gives the draft as it is then. */
  add(file: { documentId: string; name: string; upload: Upload }): Promise<Document>
}

export type Received = {
  /** The draft that the files are for; null when the form brought none. */
  documentId: string | null
  added: string[]
  refused: RefusedFile[]
}

/**
 * Takes the files of a form into a draft, in their order, each for itself: a file that is refused stands in nobody's way.
 * `takerOf` is asked once, when the first file begins, with the id that the form's page was given (`press`).
 */
export async function receiveFiles(
  call: Call & { parts: FormParts },
  takerOf: (press: string) => Taker,
): Promise<Received> {
  const arrived: Arrived[] = []
  const received: Received = { documentId: null, added: [], refused: [] }
  let press = ''
  let taker: Taker | null = null
  try {
    for await (const part of call.parts) {
      if (part.name === 'press') press = await part.text()
      // A browser sends a nameless, empty file where none was chosen.
      if (part.name !== 'uploadfile' || part.fileName === null || part.fileName === '') continue
      taker ??= takerOf(press)
      const bounded = upTo(call.needs.maxUploadBytes, part.content)
      const { documentId } = taker
      const upload = await receiveUpload(call.needs, { documentId, content: bounded.content })
      const name = normalized('NFC', part.fileName, 1_000) ?? part.fileName
      arrived.push({ name, upload, tooLarge: bounded.exceeded() })
    }
    if (taker === null) return received
    received.documentId = taker.documentId
    for (let next = arrived.shift(); next !== undefined; next = arrived.shift()) {
      const sentence = await take(call, taker, next)
      if (sentence === null) received.added.push(next.name)
      else received.refused.push({ name: next.name, sentence })
    }
    return received
  } finally {
    for (const { upload } of arrived) await discardUpload(call.needs, upload)
  }
}

/** Null when the draft has the file; else why not. */
async function take({ needs, visit }: Call, taker: Taker, arrived: Arrived): Promise<string | null> {
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
    const { files } = await taker.add({ documentId: taker.documentId, name, upload })
    // The same form, sent before, brought it already.
    if (files.every(({ id }) => id !== upload.fileId)) await discardUpload(needs, upload)
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
    if (code === 'form_stale') throw error
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
