import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cloneTemplate } from '#server/usecases/templates/clone-template.ts'
import { deleteTemplate } from '#server/usecases/templates/delete-template.ts'
import { renameTemplate } from '#server/usecases/templates/rename-template.ts'
import { shareTemplate } from '#server/usecases/templates/share-template.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { TemplatePage, type TemplatePageProps } from '#web/console/templates/TemplatePage.tsx'
import { TemplatesPage, templateScopes } from '#web/console/templates/TemplatesPage.tsx'
import { templateWords } from '#web/console/words/template-words.ts'
import { sendPage } from '../common/send-page.ts'
import { sendFile } from '../send-file.ts'
import { anyMember, makerOfTemplate, shownAgain, userOfTemplate } from './checks.ts'
import { sendStored } from './download-routes.ts'
import { afterOf, doneOf, parameter, queried, typed } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { titleProblem } from './save-template-routes.ts'
import { isHttps, type Visit } from './visit.ts'

const templatesPerPage = 30

/** The section of templates: the list, one template, the draft made from it, and what its maker may change. */
export const templateRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/templates', anyMember, async ({ needs, visit, request, reply }) => {
    const scope = templateScopes.find((each) => each === queried(request, 'scope')) ?? 'own'
    const search = queried(request, 'q').replaceAll('\0', '').trim().slice(0, 100)
    const after = afterOf(request)
    const filter = { scope, search, after }
    const query = { ...filter, limit: templatesPerPage }
    const { templates, next } = await needs.database.read.templatesOf(visit.member, query)
    const removed = queried(request, 'done') === 'deleted'
    return sendPage(reply, h(TemplatesPage, { chrome: visit.chrome, templates, filter, next, removed }))
  }),

  memberRoute('GET', '/templates/:id', userOfTemplate, async ({ template, needs, visit, request, reply }) => {
    return sendTemplate(needs, visit, reply, template, {
      done: doneOf(request),
      titleError: null,
    })
  }),

  memberRoute(
    'GET',
    '/templates/:id/files/:file',
    userOfTemplate,
    async ({ template, needs, request, reply }) => {
      const file = template.files.find((each) => each.id === parameter(request, 'file'))
      if (file === undefined) throw new Refused(refusal('file_not_found'))
      return sendStored(needs, reply, file, file.name)
    },
  ),

  memberRoute('GET', '/templates/:id/files/:file/read', userOfTemplate, async (call) => {
    const { template, needs, request, reply } = call
    const file = template.files.find((each) => each.id === parameter(request, 'file'))
    if (file === undefined) throw new Refused(refusal('file_not_found'))
    const stored = await needs.storage.read(file.storageKey, file.sha256)
    return sendFile(reply, { name: file.name, ...stored }, { kind: 'inline', https: isHttps(needs) })
  }),

  memberRoute('POST', '/templates/:id/draft', userOfTemplate, async ({ template, needs, visit, reply }) => {
    const { member, origin } = visit
    const team = await needs.database.read.team(member.teamId)
    const draft = await cloneTemplate(needs, origin, {
      ...{ member, team, caller: null },
      ...{ templateId: template.id, fields: {} },
    })
    return reply.redirect(`/console/documents/${draft.id}?done=made`, 303)
  }),

  ...(['share', 'unshare'] as const).map((act) =>
    memberRoute(
      'POST',
      `/templates/:id/${act}`,
      makerOfTemplate,
      async ({ template, needs, visit, reply }) => {
        await shareTemplate(needs, visit.origin, { templateId: template.id, shared: act === 'share' })
        return reply.redirect(`/console/templates/${template.id}?done=${act}d`, 303)
      },
    ),
  ),

  memberRoute(
    'POST',
    '/templates/:id/rename',
    makerOfTemplate,
    async ({ template, needs, visit, request, reply }) => {
      const title = typed(request, 'title')
      try {
        await renameTemplate(needs, visit.origin, { templateId: template.id, title })
      } catch (error) {
        const sentence = titleProblem(error, visit)
        return sendTemplate(needs, visit, reply.code(400), template, {
          done: null,
          titleError: { typed: title, sentence },
        })
      }
      return reply.redirect(`/console/templates/${template.id}?done=renamed`, 303)
    },
  ),

  memberRoute('GET', '/templates/:id/delete', makerOfTemplate, async ({ template, visit, reply }) => {
    const { id, title } = template
    const words = templateWords(visit.chrome.lang).remove
    const page = {
      chrome: visit.chrome,
      section: 'templates' as const,
      title: words.title,
      lead: words.lead(title),
      consequence: words.consequence,
      action: `/console/templates/${id}/delete`,
      button: words.button,
      back: { href: `/console/templates/${id}`, words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute(
    'POST',
    '/templates/:id/delete',
    shownAgain(makerOfTemplate),
    async ({ template, needs, visit, reply }) => {
      await deleteTemplate(needs, visit.origin, { templateId: template.id })
      return reply.redirect('/console/templates?done=deleted', 303)
    },
  ),
]

async function sendTemplate(
  needs: ConsoleNeeds,
  visit: Visit,
  reply: FastifyReply,
  template: Document,
  answer: Pick<TemplatePageProps, 'done' | 'titleError'>,
): Promise<FastifyReply> {
  const own = template.senderId === visit.member.id
  const events = own ? await needs.database.read.audit(template.id) : []
  return sendPage(reply, h(TemplatePage, { chrome: visit.chrome, template, own, events, ...answer }))
}
