import { h } from 'preact'
import { recipientsOf } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { saveTemplate } from '#server/usecases/templates/save-template.ts'
import { SaveTemplatePage } from '#web/console/templates/SaveTemplatePage.tsx'
import { templateWords } from '#web/console/words/template-words.ts'
import { textProblem } from '#web/console/words/text-words.ts'
import { sendPage } from '../common/send-page.ts'
import { senderOfSource } from './checks.ts'
import { typed } from './fields.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** A document becomes a template: under which name, and with which places left open. */
export const saveTemplateRoutes: ConsoleRoute[] = [
  memberRoute(
    'GET',
    '/documents/:id/template',
    senderOfSource,
    async ({ document: draft, needs, visit, reply }) => {
      // Most templates are for somebody else each time.
      const slots = new Set(recipientsOf(draft).map((each) => each.id))
      const page = { draft, entry: { title: draft.title, slots }, press: needs.random.id(), titleError: null }
      return sendPage(reply, h(SaveTemplatePage, { chrome: visit.chrome, ...page }))
    },
  ),

  memberRoute(
    'POST',
    '/documents/:id/template',
    senderOfSource,
    async ({ document: draft, needs, visit, request, reply }) => {
      const chosen = recipientsOf(draft).filter((each) => typed(request, `slot-${each.id}`) === '1')
      const entry = { title: typed(request, 'title'), slots: new Set(chosen.map((each) => each.id)) }
      const press = typed(request, 'press')
      const id = idOfPress(press, [draft.id, visit.member.id, entry.title, ...entry.slots], needs.random)
      try {
        const template = await saveTemplate(needs, visit.origin, { id, documentId: draft.id, fields: entry })
        return reply.redirect(`/console/templates/${template.id}?done=saved`, 303)
      } catch (error) {
        if (error instanceof Refused && error.refusal.code === 'not_a_draft') {
          throw new Refused(refusal('form_stale'))
        }
        const titleError = titleProblem(error, visit)
        const page = { draft, entry, press, titleError }
        return sendPage(reply.code(400), h(SaveTemplatePage, { chrome: visit.chrome, ...page }))
      }
    },
  ),
]

/** The sentence beside the name, when it is the name that was refused; throws any other error on. */
export function titleProblem(error: unknown, visit: Visit): string {
  if (!(error instanceof Refused) || error.refusal.field !== 'title') throw error
  const { errors } = templateWords(visit.chrome.lang).save
  const { code, detail } = error.refusal
  const text = textProblem(error.refusal, errors)
  if (text !== null) return text
  return code === 'field_missing' ? errors.missing : errors.too_long(Number(detail?.limit))
}
