import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Form, readForm } from '#contract/web-api/forms.ts'
import {
  addParticipantCall,
  participantDefaults,
  participantFields,
  updateParticipantCall,
} from '#contract/web-api/participants.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { isMobileNumber, readTypedNumber } from '#domain/phone-number.ts'
import type { NewOrder } from '#domain/recipient-order.ts'
import { refusal } from '#domain/refusal.ts'
import { addParticipant } from '#server/usecases/drafting/add-participant.ts'
import { joinRecipients } from '#server/usecases/drafting/join-recipients.ts'
import { orderParticipants } from '#server/usecases/drafting/order-participants.ts'
import { removeParticipant } from '#server/usecases/drafting/remove-participant.ts'
import { updateParticipant } from '#server/usecases/drafting/update-participant.ts'
import { Refused } from '#server/usecases/refused.ts'
import { PersonPage } from '#web/console/making/PersonPage.tsx'
import { type Entry, entryOf, type How, type PersonEntry } from '#web/console/making/person-entry.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { senderOfUnsent } from './checks.ts'
import { sendDraftPage, unsent } from './draft-page.ts'
import { parameter, typed } from './fields.ts'
import { fieldProblems, peopleProblem } from './people-problem.ts'
import { idOfPress } from './press.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

type PersonCall = ConsoleCall & { document: Document }

/** The recipients of a draft: entered, changed, put into order and removed. */
export const peopleRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/documents/:id/people', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const entry = typedPerson(call)
    try {
      const given = readForm(wireOf(entry), addParticipantCall.form)
      if (!given.ok) throw new Refused(given.refusal)
      const team = await needs.database.read.team(document.teamId)
      const fields = { ...participantDefaults, ...participantFields(given.value) }
      const said = [document.id, ...[...wireOf(entry)].flat()]
      const id = idOfPress(typed(request, 'press'), said, needs.random)
      await unsent(() => addParticipant(needs, visit.origin, { documentId: document.id, team, fields, id }))
      return reply.redirect(`/console/documents/${document.id}/draft?done=person`, 303)
    } catch (error) {
      const problems = problemsOf(error, call, wireOf(entry))
      return sendDraftPage({ ...call, reply: reply.code(400) }, document, {
        person: { typed: entry, problems },
      })
    }
  }),

  memberRoute('POST', '/documents/:id/people/order', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const order = orderOf(call)
    await unsent(() => orderParticipants(needs, visit.origin, { documentId: document.id, order }))
    if (request.headers.accept === 'application/json') return reply.send({})
    const moved = 'move' in order ? `&moved=${order.move}-${order.by === 1 ? 'down' : 'up'}` : ''
    return reply.redirect(`/console/documents/${document.id}/draft?done=ordered${moved}`, 303)
  }),

  memberRoute('GET', '/documents/:id/people/:participant', senderOfUnsent, (call) => {
    const person = recipientIn(call)
    return sendPerson(call, person, { typed: entryOf(person), problems: {} })
  }),

  memberRoute('POST', '/documents/:id/people/:participant', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const person = recipientIn(call)
    const entry = typedPerson(call)
    try {
      const given = readForm(wireOf(entry, person), updateParticipantCall.form)
      if (!given.ok) throw new Refused(given.refusal)
      const team = await needs.database.read.team(document.teamId)
      const change = { documentId: document.id, participantId: person.id, team, seen: typed(request, 'seen') }
      const fields = participantFields(given.value)
      await unsent(() => updateParticipant(needs, visit.origin, { ...change, fields }))
      return reply.redirect(`/console/documents/${document.id}/draft?done=person_saved`, 303)
    } catch (error) {
      if (error instanceof Refused && error.refusal.code === 'draft_changed') {
        const now = (await needs.database.read.document(document.id)) ?? document
        const there = recipientsOf(now).find(({ id }) => id === person.id)
        if (there === undefined) throw new Refused(refusal('participant_not_found'))
        const changed = { ...call, document: now, reply: reply.code(409) }
        return sendPerson(changed, there, { typed: entry, problems: {} }, true)
      }
      const problems = problemsOf(error, call, wireOf(entry, person))
      return sendPerson({ ...call, reply: reply.code(400) }, person, { typed: entry, problems })
    }
  }),

  memberRoute('POST', '/documents/:id/people/:participant/join', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const change = { participantId: recipientIn(call).id, joins: typed(request, 'joins') !== '' }
    await unsent(() => joinRecipients(needs, visit.origin, { documentId: document.id, ...change }))
    const done = change.joins ? 'joined' : 'parted'
    return reply.redirect(`/console/documents/${document.id}/draft?done=${done}#people`, 303)
  }),

  memberRoute('POST', '/documents/:id/people/:participant/remove', senderOfUnsent, async (call) => {
    const { document, needs, visit, request, reply } = call
    const participantId = parameter(request, 'participant')
    // Removed by another page, or by the press before: then it is as it was asked for.
    if (recipientsOf(document).some(({ id }) => id === participantId)) {
      await unsent(() => removeParticipant(needs, visit.origin, { documentId: document.id, participantId }))
    }
    return reply.redirect(`/console/documents/${document.id}/draft?done=person_removed`, 303)
  }),
]

function sendPerson(
  { visit, reply, document }: PersonCall,
  person: Participant,
  entry: Entry<PersonEntry>,
  changed = false,
): FastifyReply {
  return sendPage(reply, h(PersonPage, { chrome: visit.chrome, document, person, entry, changed }))
}

function recipientIn({ document, request }: PersonCall): Participant {
  const found = recipientsOf(document).find(({ id }) => id === parameter(request, 'participant'))
  if (found === undefined) throw new Refused(refusal('participant_not_found'))
  return found
}

/** A recipient as typed. `prefix`: what the names of their fields begin with, where several stand in one form. */
export function typedPerson({ request }: Pick<ConsoleCall, 'request'>, prefix = ''): PersonEntry {
  const said = (name: string) => typed(request, `${prefix}${name}`)
  const how = (['sms', 'mail', 'site'] satisfies How[]).find((each) => each === said('how')) ?? 'sms'
  return {
    how,
    name: said('name'),
    organization: said('organization'),
    tel: said('tel'),
    email: said('email'),
    accessCode: said('access_code'),
    language: said('language_code') || 'ja',
  }
}

/**
 * As the Web API takes it, so that one set of rules judges both. Fields of the way that was not chosen say nothing: a
 * number that was typed before somebody chose the mail is not kept beside it.
 */
export function wireOf(entry: PersonEntry, before: Participant | null = null): Map<string, string> {
  const { how, name, organization, tel, email, accessCode, language } = entry
  const own = new Map([
    ['name', name],
    ['organization', organization],
  ])
  if (how === 'site' && before !== null) return own
  const bySms = how !== 'mail'
  return new Map([
    ...own,
    ['callback', String(bySms)],
    ['recipient_id', bySms ? (before?.recipientId ?? '') : ''],
    // What is no number is refused as it was typed.
    ['tel', bySms ? (readTypedNumber(tel) ?? tel) : ''],
    ['email', bySms ? (before?.email ?? '') : email],
    ['access_code', bySms ? '' : accessCode],
    ['language_code', bySms ? 'ja' : language],
  ])
}

function orderOf({ request }: ConsoleCall): NewOrder {
  const move = typed(request, 'move')
  if (move !== '') return { move, by: typed(request, 'by') === 'down' ? 1 : -1 }
  return { order: typed(request, 'order').split(',').slice(0, 1_000) }
}

/** What is wrong with a recipient as typed, by field; throws on what is about no field. */
export function problemsOf(
  error: unknown,
  { visit }: Pick<ConsoleCall, 'visit'>,
  form: Form,
): Record<string, string> {
  if (!(error instanceof Refused) || error.refusal.code === 'draft_over') throw error
  if (error.refusal.code === 'participant_not_found') throw error
  const { lang } = visit.chrome
  const tel = form.get('tel') ?? ''
  const wrongTel = tel === '' || isMobileNumber(tel) ? null : refusal('tel_not_mobile', 'tel')
  return {
    ...(wrongTel === null ? {} : peopleProblem(wrongTel, lang)),
    ...peopleProblem(error.refusal, lang),
    ...fieldProblems(form, addParticipantCall.form, lang),
  }
}
