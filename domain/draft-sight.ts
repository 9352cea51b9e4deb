import { type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import { isWithPrevious } from './recipient-group.ts'
import { refusal } from './refusal.ts'
import type { ReminderPlan } from './reminder-choice.ts'
import { shortOf } from './sight.ts'

/** What a page showed of the texts of a draft (`sight.ts`). */
export function sightOfTexts(draft: Document): string {
  const { title, message, note, canTransfer, private: isPrivate } = draft
  return shortOf([title, message, note, canTransfer, isPrivate])
}

/** The same of one recipient; empty where they are not there. */
export function sightOfPerson(draft: Document, participantId: string): string {
  const person = draft.participants.find((each) => each.id === participantId)
  if (person === undefined) return ''
  const { name, organization, email, tel, accessCode, language, callback, recipientId } = person
  const joins = isWithPrevious(draft, person)
  return shortOf([name, organization, email, tel, accessCode, language, callback, recipientId, joins])
}

/** The same of somebody to inform; empty where they are not there. */
export function sightOfReportee(draft: Document, reporteeId: string): string {
  const reportee = draft.reportees.find((each) => each.id === reporteeId)
  return reportee === undefined ? '' : shortOf([reportee.name, reportee.organization, reportee.email])
}

/** The same of the request for a file; empty where there is none. */
export function sightOfAttachment({ attachment }: Document): string {
  if (attachment === null) return ''
  return shortOf([attachment.participantId, attachment.description, attachment.required])
}

/**
 * The same of everything that is sent: whoever looked through a draft sends that one, and no other. `team`: its plan of
 * reminders, by which a draft goes that says none of its own.
 */
export function sightOfDraft(draft: Document, team: ReminderPlan | null): string {
  const { files, participants, widgets, reportees, attachment } = draft
  return shortOf([
    sightOfTexts(draft),
    ...files.map(({ sha256, name }) => `${sha256} ${name}`),
    ...participants.map(({ id }) => sightOfPerson(draft, id)),
    JSON.stringify([widgets, reportees, attachment]),
    planOf(draft, team),
  ])
}

function planOf({ reminders }: Document, team: ReminderPlan | null): string {
  const plan = reminders === 'as_team' ? team : reminders
  if (plan === null || plan === 'none') return 'none'
  return [plan.from, plan.first, plan.every, plan.most].join()
}

/**
 * Decides, and refuses where the draft is no longer what the page showed (`seen`, null for callers who saw no page),
 * unless it has become what the form asks for anyway: a form that is sent twice is no quarrel.
 */
export function unlessChanged(
  document: Document,
  sight: (document: Document) => string,
  seen: string | null,
  decide: () => Decision<Document>,
): Decision<Document> {
  const now = sight(document)
  const decision = decide()
  if (decision.refusal || seen === null || seen === now || sight(decision.next) === now) return decision
  return refused(document, refusal('draft_changed'))
}
