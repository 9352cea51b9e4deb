import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { DraftPage } from '#web/console/making/DraftPage.tsx'
import type { DraftPageProps } from '#web/console/making/draft-page-props.ts'
import { emptyPerson } from '#web/console/making/person-entry.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { contactsOf } from './contact-routes.ts'
import { cabinetOf } from './document-routes.ts'
import { doneOf, queried } from './fields.ts'

/** The page of a draft, also after a refused entry: `entry` says what stands in its forms and what is wrong there. */
export async function sendDraftPage(
  call: ConsoleCall,
  document: Document,
  entry: Partial<Omit<DraftPageProps, 'chrome' | 'document'>>,
): Promise<FastifyReply> {
  const { needs, visit, request, reply } = call
  const [team, cabinet, chosen] = await Promise.all([
    needs.database.read.team(document.teamId),
    cabinetOf(needs, document),
    chosenContact(call),
  ])
  const page = h(DraftPage, {
    chrome: visit.chrome,
    document,
    cabinet,
    privateDocuments: team.privateDocuments,
    uploads: team.recipientUploads,
    teamReminders: team.reminderPlan,
    press: needs.random.id(),
    maxBytes: needs.maxUploadBytes,
    done: request.method === 'GET' ? doneOf(request) : null,
    moved: queried(request, 'moved'),
    refusedFiles: [],
    fileError: null,
    refusedTexts: null,
    person: chosen,
    addressBook: team.addressBook,
    reportee: null,
    ...entry,
  })
  return sendPage(reply, page)
}

/** Carries out a change of a draft. That it was sent or deleted meanwhile is said as that, whatever the change was. */
export async function unsent<Result>(change: () => Promise<Result>): Promise<Result> {
  try {
    return await change()
  } catch (error) {
    const code = error instanceof Refused ? error.refusal.code : null
    if (code === 'not_a_draft' || code === 'not_deletable' || code === 'document_not_found') {
      throw new Refused(refusal('draft_over'))
    }
    throw error
  }
}

/** Whom the member chose from their address book: what their form begins with. */
async function chosenContact(call: ConsoleCall): Promise<DraftPageProps['person']> {
  const id = call.request.method === 'GET' ? queried(call.request, 'contact') : ''
  if (id === '') return null
  const contact = (await contactsOf(call)).find((each) => each.id === id)
  if (contact === undefined) return null
  const { name, organization, tel, email } = contact
  const how = tel === '' ? 'mail' : 'sms'
  return { typed: { ...emptyPerson, how, name, organization, tel, email }, problems: {} }
}
