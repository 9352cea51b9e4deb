import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { readForm } from '#contract/web-api/forms.ts'
import { participantFields, updateParticipantCall } from '#contract/web-api/participants.ts'
import { type Document, documentLimits, recipientsOf } from '#domain/document.ts'
import { isBlankText } from '#domain/invisible-text.ts'
import type { ParticipantFields } from '#domain/participant.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { cloneTemplate } from '#server/usecases/templates/clone-template.ts'
import { type Entry, entryOf, type PersonEntry } from '#web/console/making/person-entry.ts'
import { UseTemplatePage, type UseTemplatePageProps } from '#web/console/templates/UseTemplatePage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { userOfTemplate } from './checks.ts'
import { typed } from './fields.ts'
import { problemsOf, typedPerson, wireOf } from './people-routes.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { titleProblem } from './save-template-routes.ts'

type TemplateCall = ConsoleCall & { template: Document }
type People = Map<number, Entry<PersonEntry>>

/** The open places of a template are filled on one page, and a draft is made of it. */
export const useTemplateRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/templates/:id/use', userOfTemplate, (call) =>
    sendPlaces(call, {
      title: { typed: call.template.title, problem: null },
      people: placesOf(call.template, (person) => ({ ...entryOf(person), how: 'sms' })),
    }),
  ),

  memberRoute('POST', '/templates/:id/use', userOfTemplate, async (call) => {
    const { template, needs, visit, request, reply } = call
    const title = typed(request, 'title')
    const people = placesOf(template, ({ slot }) => typedPerson(call, `p${slot}-`))
    const again = (problem: string | null) =>
      sendPlaces({ ...call, reply: reply.code(400) }, { title: { typed: title, problem }, people })
    const fill = fieldsOf(people, call)
    if ([...people.values()].some(({ problems }) => Object.keys(problems).length > 0)) return again(null)
    try {
      if ([...title].length > documentLimits.title) {
        throw new Refused(refusal('field_too_long', 'title', { limit: documentLimits.title }))
      }
      const { member, origin } = visit
      const team = await needs.database.read.team(member.teamId)
      const draft = await cloneTemplate(needs, origin, {
        ...{ member, team, caller: null, templateId: template.id, fill },
        fields: title === '' ? {} : { title },
      })
      const next = typed(request, 'go') === 'check' ? 'send' : 'draft'
      return reply.redirect(`/console/documents/${draft.id}/${next}`, 303)
    } catch (error) {
      const place = error instanceof Refused ? Number(error.refusal.detail?.place ?? 0) : 0
      const entry = people.get(place)
      if (entry === undefined) return again(titleProblem(error, visit))
      entry.problems = problemsOf(error, call, wireOf(entry.typed))
      return again(null)
    }
  }),
]

function placesOf(
  template: Document,
  typedOf: (person: Document['participants'][number]) => PersonEntry,
): People {
  const people: People = new Map()
  for (const person of recipientsOf(template)) {
    if (person.slot !== null) people.set(person.slot, { typed: typedOf(person), problems: {} })
  }
  return people
}

/** Who stands where; whoever was left out altogether stays open. Notes what cannot be read beside the person. */
function fieldsOf(people: People, call: TemplateCall): Map<number, Partial<ParticipantFields>> {
  const fields = new Map<number, Partial<ParticipantFields>>()
  for (const [slot, entry] of people) {
    if (isUntouched(entry.typed)) continue
    const wire = wireOf(entry.typed)
    const given = readForm(wire, updateParticipantCall.form)
    if (given.ok) fields.set(slot, participantFields(given.value))
    else entry.problems = problemsOf(new Refused(given.refusal), call, wire)
  }
  return fields
}

function isUntouched({ name, organization, tel, email, accessCode }: PersonEntry): boolean {
  return [name, organization, tel, email, accessCode].every(isBlankText)
}

function sendPlaces(
  { template, visit, reply }: TemplateCall,
  page: Pick<UseTemplatePageProps, 'title' | 'people'>,
): FastifyReply {
  return sendPage(reply, h(UseTemplatePage, { chrome: visit.chrome, template, ...page }))
}
