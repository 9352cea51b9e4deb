import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { mayClone } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cloneTemplate } from '#server/usecases/templates/clone-template.ts'
import { deleteTemplate } from '#server/usecases/templates/delete-template.ts'
import { renameTemplate } from '#server/usecases/templates/rename-template.ts'
import { shareTemplate } from '#server/usecases/templates/share-template.ts'
import { ConfirmPage } from '#web/console/ConfirmPage.tsx'
import { TemplatePage, type TemplatePageProps } from '#web/console/TemplatePage.tsx'
import { TemplatesPage, templateScopes } from '#web/console/TemplatesPage.tsx'
import { templateWords } from '#web/console/template-words.ts'
import { sendStored } from './download-routes.ts'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, queried, typed } from './rooms.ts'
import { titleProblem } from './save-template-routes.ts'
import { sendPage, type Visit } from './visit.ts'

const templatesPerPage = 30

/** The room of templates: the list, one template, the draft made from it, and what its maker may change. */
export function templateRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get(
    '/templates',
    membersOnly(needs, async (visit, request, reply) => {
      const scope = templateScopes.find((each) => each === queried(request, 'scope')) ?? 'own'
      const search = queried(request, 'q').replaceAll('\0', '').trim().slice(0, 100)
      const after = /^[0-9a-f]{32}$/.exec(queried(request, 'after'))?.[0] ?? null
      const filter = { scope, search, after }
      const query = { ...filter, limit: templatesPerPage }
      const { templates, next } = await needs.database.read.templatesOf(visit.member, query)
      const removed = queried(request, 'done') === 'deleted'
      return sendPage(reply, h(TemplatesPage, { chrome: visit.chrome, templates, filter, next, removed }))
    }),
  )

  server.get(
    '/templates/:id',
    membersOnly(needs, async (visit, request, reply) => {
      const template = await usableTemplate(needs, visit, parameter(request, 'id'))
      const done = queried(request, 'done')
      return sendTemplate(needs, visit, reply, template, {
        done: done === '' ? null : done,
        titleError: null,
      })
    }),
  )

  server.get(
    '/templates/:id/files/:file',
    membersOnly(needs, async (visit, request, reply) => {
      const template = await usableTemplate(needs, visit, parameter(request, 'id'))
      const file = template.files.find((each) => each.id === parameter(request, 'file'))
      if (file === undefined) throw new Refused(refusal('file_not_found'))
      return sendStored(needs, reply, file.storageKey, file.name)
    }),
  )

  server.post(
    '/templates/:id/draft',
    membersOnly(needs, async (visit, request, reply) => {
      const { member, origin } = visit
      const { id: templateId } = await usableTemplate(needs, visit, parameter(request, 'id'))
      const team = await needs.database.read.team(member.teamId)
      const draft = await cloneTemplate(needs, origin, { member, team, templateId, fields: {} })
      return reply.redirect(`/console/documents/${draft.id}?done=made`, 303)
    }),
  )

  for (const [act, shared] of [['share', true] as const, ['unshare', false] as const]) {
    server.post(
      `/templates/:id/${act}`,
      membersOnly(needs, async (visit, request, reply) => {
        const { id: templateId } = await ownTemplate(needs, visit, parameter(request, 'id'))
        await shareTemplate(needs, visit.origin, { templateId, shared })
        return reply.redirect(`/console/templates/${templateId}?done=${act}d`, 303)
      }),
    )
  }

  server.post(
    '/templates/:id/rename',
    membersOnly(needs, async (visit, request, reply) => {
      const template = await ownTemplate(needs, visit, parameter(request, 'id'))
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
    }),
  )

  server.get(
    '/templates/:id/delete',
    membersOnly(needs, async (visit, request, reply) => {
      const { id, title } = await ownTemplate(needs, visit, parameter(request, 'id'))
      const words = templateWords(visit.chrome.lang).remove
      const page = {
        chrome: visit.chrome,
        room: 'templates' as const,
        title: words.title,
        lead: words.lead(title),
        consequence: words.consequence,
        action: `/console/templates/${id}/delete`,
        button: words.button,
        back: { href: `/console/templates/${id}`, words: words.back },
      }
      return sendPage(reply, h(ConfirmPage, page))
    }),
  )

  server.post(
    '/templates/:id/delete',
    membersOnly(needs, async (visit, request, reply) => {
      const { id: templateId } = await ownTemplate(needs, visit, parameter(request, 'id'))
      await deleteTemplate(needs, visit.origin, { templateId })
      return reply.redirect('/console/templates?done=deleted', 303)
    }),
  )
}

/** A template of the member's own, or one that the team shares; any other is not found, as if it did not exist. */
async function usableTemplate(needs: ConsoleNeeds, visit: Visit, id: string): Promise<Document> {
  const template = /^[0-9A-Za-z]{1,64}$/.test(id) ? await needs.database.read.document(id) : null
  if (template?.status !== 'template' || !mayClone(visit.member, template)) {
    throw new Refused(refusal('document_not_found'))
  }
  return template
}

/** What is changed is the maker's alone. */
async function ownTemplate(needs: ConsoleNeeds, visit: Visit, id: string): Promise<Document> {
  const template = await usableTemplate(needs, visit, id)
  if (template.senderId !== visit.member.id) throw new Refused(refusal('document_not_found'))
  return template
}

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
