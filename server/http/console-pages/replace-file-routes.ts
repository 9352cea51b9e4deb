import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import { type File, fileLimits, fileNameLimit } from '#domain/file.ts'
import { type Misfit, type MisfitAnswer, misfitFates } from '#domain/file-replacement.ts'
import { refusal } from '#domain/refusal.ts'
import { discardUpload, type Upload } from '#server/usecases/drafting/receive-upload.ts'
import { MachineBusy, Refused } from '#server/usecases/refused.ts'
import { replaceFile, waitingUpload } from '#server/usecases/templates/replace-file.ts'
import { draftWords } from '#web/console/making/draft-words.ts'
import { MisfitsPage, ReplaceFilePage } from '#web/console/templates/ReplaceFilePage.tsx'
import { replaceWords } from '#web/console/templates/replace-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { makerOfTemplate } from './checks.ts'
import { parameter, typed } from './fields.ts'
import { receiveFiles } from './receive-files.ts'
import { type Check, type ConsoleRoute, memberRoute, memberUploadRoute } from './route.ts'
import { uploadProblem } from './upload-problem.ts'

type Found = { template: Document; file: File }
type FileCall = ConsoleCall & Found

/** The maker of the template, and the file of it that the path names. An old page still names what was replaced since. */
const makerOfFile: Check<Found> = {
  name: makerOfTemplate.name,
  async find(call) {
    const { template } = await makerOfTemplate.find(call)
    const file = template.files.find((each) => each.id === parameter(call.request, 'file'))
    if (file !== undefined) return { template, file }
    throw new Refused(refusal(call.request.method === 'POST' ? 'form_stale' : 'file_not_found'))
  },
}

/** Another PDF for a file of a template: chosen, and where fields have no place on it, said yes to. */
export const replaceFileRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/templates/:id/files/:file/replace', makerOfFile, (call) => sendChooser(call, null)),

  memberUploadRoute('/templates/:id/files/:file/replace', makerOfFile, async (call) => {
    const { template, visit, reply } = call
    const asked: Asked[] = []
    const received = await receiveFiles(call, () => ({
      documentId: template.id,
      async add({ name, upload }) {
        const outcome = await replace(call, { name, upload, answer: null })
        if ('template' in outcome) return outcome.template
        asked.push({ name, ...outcome })
        return template
      },
    }))
    const [question] = asked
    if (question !== undefined) return sendMisfits(call, question, null)
    const [refused] = received.refused
    if (refused !== undefined) return sendChooser({ ...call, reply: reply.code(400) }, refused.sentence)
    if (received.documentId === null) {
      return sendChooser({ ...call, reply: reply.code(400) }, replaceWords(visit.chrome.lang).nothingChosen)
    }
    return reply.redirect(`/console/templates/${template.id}?done=replaced`, 303)
  }),

  memberRoute('POST', '/templates/:id/files/:file/replace/yes', makerOfFile, async (call) => {
    const { template, file, needs, visit, request, reply } = call
    const { lang } = visit.chrome
    const sha256 = typed(request, 'sha256')
    const waiting = { template, fileId: file.id, sha256 }
    const upload = /^[0-9a-f]{64}$/.test(sha256) ? await waitingUpload(needs, waiting) : null
    if (upload === null) return sendChooser({ ...call, reply: reply.code(409) }, replaceWords(lang).gone)
    const name = [...typed(request, 'name')].slice(0, fileNameLimit).join('') || 'document.pdf'
    const answer = answerIn(typed(request, 'fate'), typed(request, 'fields'))
    try {
      const outcome = await replace(call, { name, upload, answer })
      if ('template' in outcome) return reply.redirect(`/console/templates/${template.id}?done=replaced`, 303)
      await discardUpload(needs, upload)
      const { misfits } = replaceWords(lang)
      const error = answer === null ? misfits.choose_error : misfits.changed
      return sendMisfits(
        { ...call, reply: reply.code(answer === null ? 400 : 409) },
        { name, ...outcome },
        error,
      )
    } catch (error) {
      // Only a clear no: when the answer to a commit was lost, the template may have the file, and needs its bytes.
      const busy = error instanceof MachineBusy
      if (!busy && !(error instanceof Refused)) throw error
      await discardUpload(needs, upload)
      if (!busy && error.refusal.code === 'form_stale') throw error
      const sentence = busy ? draftWords(lang).problems.busy : uploadProblem(error.refusal, lang)
      return sendChooser({ ...call, reply: reply.code(400) }, sentence)
    }
  }),
]

/** Whatever the template is no more means an old page: it was deleted, or the file replaced from another page. */
async function replace(
  { needs, visit, template, file }: FileCall,
  given: { name: string; upload: Upload; answer: MisfitAnswer | null },
) {
  const request = { templateId: template.id, fileId: file.id, limits: fileLimits, ...given }
  try {
    return await replaceFile(needs, visit.origin, request)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { code } = error.refusal
    const old = code === 'file_not_found' || code === 'document_not_found' || code === 'not_a_template'
    throw old ? new Refused(refusal('form_stale')) : error
  }
}

function answerIn(fate: string, fields: string): MisfitAnswer | null {
  const said = misfitFates.find((each) => each === fate)
  return said === undefined ? null : { fate: said, widgets: new Set(fields.split(' ')) }
}

function sendChooser({ visit, reply, template, file }: FileCall, error: string | null) {
  return sendPage(reply, h(ReplaceFilePage, { chrome: visit.chrome, template, file, error }))
}

type Asked = { name: string; misfits: Misfit[]; sha256: string; pages: number }

function sendMisfits(
  { visit, reply, template, file, request }: FileCall,
  asked: Asked,
  error: string | null,
) {
  const { misfits, ...waiting } = asked
  const fate = misfitFates.find((each) => each === typed(request, 'fate')) ?? null
  return sendPage(
    reply,
    h(MisfitsPage, { chrome: visit.chrome, template, file, waiting, misfits, fate, error }),
  )
}
