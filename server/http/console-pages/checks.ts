import { isAskedToApprove, mayClone, type Right, rightAllows, rightOf } from '#domain/access.ts'
import { type Document, documentCan } from '#domain/document.ts'
import type { Approval } from '#domain/document-parts.ts'
import type { TeamMember } from '#domain/member.ts'
import { type RefusalCode, refusal } from '#domain/refusal.ts'
import { mayBeHeld } from '#domain/retention.ts'
import type { WebhookEndpoint } from '#domain/webhook.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { CabinetView, DepartmentView } from '#server/usecases/team-ports.ts'
import type { WebhookReads } from '#server/usecases/webhook-ports.ts'
import type { ConsoleCall } from './call.ts'
import { parameter } from './fields.ts'
import type { Check } from './route.ts'

/** Ids in paths are looked up only when they can be ids: anything else is not found without asking the database. */
const idPattern = /^[0-9A-Za-z]{1,64}$/

/** Whoever is signed in. */
export const anyMember: Check<object> = { name: 'any member', find: () => ({}) }

/** Whoever is signed in, for their own account: also where a second factor is yet to be set up. */
export const ownAccount: Check<object> = { name: 'any member, own account', find: () => ({}), own: true }

/** The same check, of whoever has just shown who they are: before own factors and sessions, bulk sending and deletion. */
export function shownAgain<Found extends object>(check: Check<Found>): Check<Found> {
  return { ...check, name: `${check.name}, shown again`, fresh: true }
}

/**
 * The same check, without the proof that every form of an administrator asks for: only where nothing is changed that the
 * team goes by (a test, a repetition, an export, a look at a proposal). `tests/console/proof.test.ts` lists them all.
 */
export function notShownAgain<Found extends object>({ fresh: _, ...check }: Check<Found>): Check<Found> {
  return { ...check, name: `${check.name}, not shown again` }
}

/** The same, who have just shown who they are. */
export const ownFactors: Check<object> = shownAgain(ownAccount)

/** Team administrators. A form of theirs changes something for everybody: they have just shown who they are. */
export const administrator: Check<object> = {
  name: 'administrator',
  fresh: true,
  find({ visit }) {
    if (!visit.member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
    return {}
  },
}

/** Team administrators, of the member whom the path names. */
export const administratorOfMember: Check<{ subject: TeamMember }> = {
  name: 'administrator, of a member',
  fresh: true,
  async find(call) {
    administrator.find(call)
    const members = await call.needs.database.read.membersOf(call.visit.member.teamId)
    return { subject: named(call, members, 'member_not_found') }
  },
}

/** Team administrators, in a team that works in departments. */
export const departmentsOn: Check<object> = {
  name: 'administrator, with departments',
  fresh: true,
  async find(call) {
    administrator.find(call)
    await requireDepartments(call, call.visit.member.teamId)
    return {}
  },
}

/** Team administrators, of the department that the path names. */
export const administratorOfDepartment: Check<{ department: DepartmentView }> = {
  name: 'administrator, of a department',
  fresh: true,
  async find(call) {
    await departmentsOn.find(call)
    const departments = await call.needs.database.read.departmentsOf(call.visit.member.teamId)
    return { department: named(call, departments, 'department_not_found') }
  },
}

/** Team administrators, of the cabinet that the path names. */
export const administratorOfCabinet: Check<{ cabinet: CabinetView }> = {
  name: 'administrator, of a cabinet',
  fresh: true,
  async find(call) {
    await departmentsOn.find(call)
    const cabinets = await call.needs.database.read.cabinetsOf(call.visit.member.teamId)
    return { cabinet: named(call, cabinets, 'cabinet_not_found') }
  },
}

export type FoundWebhook = { webhook: WebhookEndpoint }

/** Team administrators, of the webhook URL that the path names. */
export const administratorOfWebhook: Check<FoundWebhook> = {
  name: 'administrator, of a webhook',
  fresh: true,
  async find(call) {
    administrator.find(call)
    const id = parameter(call.request, 'id')
    const { needs, visit } = call
    const webhook = idPattern.test(id) ? await needs.database.read.webhook(visit.member.teamId, id) : null
    if (webhook === null) throw new Refused(refusal('webhook_not_found'))
    return { webhook }
  },
}

type FoundDelivery = FoundWebhook & NonNullable<Awaited<ReturnType<WebhookReads['delivery']>>>

/** Team administrators, of the delivery that the path names. */
export const administratorOfDelivery: Check<FoundDelivery> = {
  name: 'administrator, of a delivery',
  fresh: true,
  async find(call) {
    const { webhook } = await administratorOfWebhook.find(call)
    const id = /^[1-9][0-9]{0,17}$/.exec(parameter(call.request, 'delivery'))?.[0]
    const found = id === undefined ? null : await call.needs.database.read.delivery(webhook.id, id)
    if (found === null) throw new Refused(refusal('delivery_not_found'))
    return { webhook, ...found }
  },
}

/**
 * Whoever may do this with the document that the path names: what rights allow stands in domain/access.ts, for the Web API too.
 * A document that is not theirs is not found, like one that does not exist.
 */
function whoMay(
  act: Parameters<typeof rightAllows>[1],
  name: string,
): Check<{ document: Document; right: Right }> {
  return {
    name,
    async find({ needs, visit, request }) {
      const document = await documentIn({ needs, request })
      const right = document === null ? null : rightOf(visit.member, document)
      if (document === null || !rightAllows(right, act)) throw new Refused(refusal('document_not_found'))
      return { document, right }
    },
  }
}

/** The sender, whoever received it, and whose office it is. */
export const reader = whoMay('read', 'reader')

/** The sender, and whose office it is. */
export const overseer = whoMay('manage', 'sender or overseer')

export const sender = whoMay('change', 'sender')

/** Team administrators, of a document of the team that was sent or imported; what they may not read stays unread. */
export const administratorOfKept: Check<{ document: Document }> = {
  name: 'administrator, of a document that is kept',
  async find(call) {
    administrator.find(call)
    const document = await documentIn(call)
    if (document === null || document.teamId !== call.visit.member.teamId || !mayBeHeld(document)) {
      throw new Refused(refusal('document_not_found'))
    }
    return { document }
  },
}

/** An approver who is asked for a yes before the document is sent. */
export const approver: Check<{ document: Document; approval: Approval }> = {
  name: 'approver who is asked',
  async find({ needs, visit, request }) {
    const document = await documentIn({ needs, request })
    const approval = document?.approval ?? null
    if (document === null || approval === null || !isAskedToApprove(visit.member, document)) {
      throw new Refused(refusal('document_not_found'))
    }
    return { document, approval }
  },
}

/** Of a document that can be put into a cabinet, because the team works in departments. */
export const overseerWithDepartments: Check<{ document: Document }> = {
  name: 'sender or overseer, with departments',
  async find(call) {
    const { document } = await overseer.find(call)
    await requireDepartments(call, document.teamId)
    return { document }
  },
}

/** The sender of what a template can be made from. */
export const senderOfSource: Check<{ document: Document }> = {
  name: 'sender of what was made here',
  async find(call) {
    const { document } = await sender.find(call)
    if (!documentCan.saveAsTemplate(document)) throw new Refused(refusal('form_stale'))
    return { document }
  },
}

/** The sender of a draft that is being made. Sent or cancelled meanwhile: the page says so. */
export const senderOfUnsent: Check<{ document: Document }> = {
  name: 'sender of what is not sent yet',
  async find(call) {
    const { document } = await sender.find(call)
    if (!documentCan.edit(document)) throw new Refused(refusal('draft_over'))
    return { document }
  },
}

/**
 * Whoever may use the template that the path names: its maker, and the team when it is shared; for others it is not
 * there.
 */
export const userOfTemplate: Check<{ template: Document }> = {
  name: 'user of a template',
  async find({ needs, visit, request }) {
    const template = await documentIn({ needs, request })
    if (template?.status !== 'template' || !mayClone(visit.member, template)) {
      throw new Refused(refusal('document_not_found'))
    }
    return { template }
  },
}

/** The maker of the template that the path names: what is changed is theirs alone. */
export const makerOfTemplate: Check<{ template: Document }> = {
  name: 'maker of a template',
  async find(call) {
    const { template } = await userOfTemplate.find(call)
    if (template.senderId !== call.visit.member.id) throw new Refused(refusal('document_not_found'))
    return { template }
  },
}

async function documentIn({
  needs,
  request,
}: Pick<ConsoleCall, 'needs' | 'request'>): Promise<Document | null> {
  const id = parameter(request, 'id')
  return idPattern.test(id) ? await needs.database.read.document(id) : null
}

async function requireDepartments({ needs }: ConsoleCall, teamId: string): Promise<void> {
  const team = await needs.database.read.team(teamId)
  if (!team.departmentsEnabled) throw new Refused(refusal('departments_off'))
}

/** The one of them that the path names. */
function named<Each extends { id: string }>(
  { request }: ConsoleCall,
  all: Each[],
  otherwise: RefusalCode,
): Each {
  const found = all.find((each) => each.id === parameter(request, 'id'))
  if (found === undefined) throw new Refused(refusal(otherwise))
  return found
}
