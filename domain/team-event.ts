import type { RecipientLanguage } from './document-parts.ts'
import type { Authorities } from './member.ts'
import type { OptionalMail } from './optional-mail.ts'
import type { RetentionEvent } from './retention-event.ts'
import type { SignInEvent } from './sign-in-event.ts'
import type { Team } from './team.ts'
import type { TeamEventKind } from './team-event-kind.ts'
import type { WebhookFormat } from './webhook.ts'

/**
 * Everything that is recorded of a team besides its documents: who changed what, who came in, who was refused. `teamId`
 * null: nobody knows of which team, as with a wrong address at the sign-in; such events are the installation's. Ids,
 * settings and names of departments only; no name, address or telephone number of a person, no secret.
 */
export type TeamEvent = { at: Date; teamId: string | null } & (
  | { type: 'settings.changed'; setting: TeamSetting; from: SettingValue; to: SettingValue }
  | { type: 'member.added'; memberId: string; roles: Role[] }
  | { type: 'member.invited'; memberId: string }
  /** They chose their first password, by the link that they were given. */
  | { type: 'member.joined'; memberId: string }
  /** A link for a new password was made for a member who has one. Releases of before recorded `member.invited`. */
  | { type: 'member.access_reset'; memberId: string }
  /** They chose the new password by it. Releases of before recorded `member.joined`. */
  | { type: 'member.password_changed'; memberId: string }
  | { type: 'member.role_changed'; memberId: string; role: Role; from: boolean; to: boolean }
  | { type: 'member.renamed'; memberId: string }
  | { type: 'member.organization_changed'; memberId: string; from: string; to: string }
  | { type: 'member.disabled'; memberId: string }
  | { type: 'member.enabled'; memberId: string }
  /** They chose which mails they get; `off`: those that they do without. */
  | { type: 'member.mails_chosen'; memberId: string; off: OptionalMail[] }
  /** In which language they want their mails; null: the usual one. */
  | { type: 'member.letter_language_chosen'; memberId: string; language: RecipientLanguage | null }
  | SignInEvent
  | { type: 'department.added'; departmentId: string; name: string }
  | { type: 'department.renamed'; departmentId: string; from: string; to: string }
  | {
      type: 'department.members_changed'
      departmentId: string
      name: string
      joined: string[]
      left: string[]
    }
  | { type: 'department.removed'; departmentId: string; name: string }
  | { type: 'cabinet.added'; cabinetId: string; name: string }
  | { type: 'cabinet.renamed'; cabinetId: string; from: string; to: string }
  | { type: 'cabinet.note_changed'; cabinetId: string; name: string; from: string; to: string }
  /** `opened`, `closed`: names of departments. */
  | { type: 'cabinet.access_changed'; cabinetId: string; name: string; opened: string[]; closed: string[] }
  | { type: 'client.issued'; clientId: string; label: string; ending: string; test?: boolean }
  | { type: 'client.revoked'; clientId: string; label: string; ending: string }
  /** A secret that signs what the return URL says; `secretId`: its `kid`. */
  | { type: 'return_secret.added'; secretId: string }
  /** It signs from now on, before its day. */
  | { type: 'return_secret.used'; secretId: string }
  | { type: 'webhook.added'; webhookId: string; host: string; format: WebhookFormat; events: string[] }
  /** `fields`: of `url`, `format` and `events`, those that changed. The address may hold a secret; its host does not. */
  | { type: 'webhook.changed'; webhookId: string; host: string; fields: string[] }
  | { type: 'webhook.secret_renewed'; webhookId: string; host: string }
  | { type: 'webhook.disabled'; webhookId: string; host: string }
  | { type: 'webhook.enabled'; webhookId: string; host: string }
  | { type: 'webhook.removed'; webhookId: string; host: string }
  | { type: 'webhook.replayed'; webhookId: string; host: string; count: number }
  /** The receiver answered 410, and the URL is switched off. */
  | { type: 'webhook.gone'; webhookId: string; host: string }
  /** A delivery was given up, or refused for want of a credential: told once, until something arrives again. */
  | { type: 'webhook.troubled'; webhookId: string; host: string; reason: string }
  /** Four fifths of the SMS of a day are asked for, or all; told once a day. */
  | { type: 'sms.limit_near'; count: number; limit: number }
  | { type: 'sms.limit_reached'; count: number; limit: number }
  /** `count`: of rows that were still to go then. */
  | { type: 'bulk_send.started'; bulkSendId: string; count: number }
  | { type: 'bulk_send.paused'; bulkSendId: string; count: number }
  | { type: 'bulk_send.resumed'; bulkSendId: string; count: number }
  | { type: 'bulk_send.stopped'; bulkSendId: string; count: number }
  /** Nothing is left to do. `count`: of documents that were made. */
  | { type: 'bulk_send.ended'; bulkSendId: string; count: number }
  /** `clientId`: whose credential it was, where it is known. */
  | { type: 'call.refused'; reason: CallRefusal; clientId?: string; count: number }
  | {
      type: 'export.team_events'
      format: 'csv' | 'jsonl'
      kind?: TeamEventKind
      first?: string
      last?: string
    }
  | { type: 'export.audit_trail'; documentId: string }
  /** The register as CSV; by which fields it was narrowed, not by what. */
  | { type: 'export.register'; fields: string[] }
  /** A list of documents as CSV, in the same way. */
  | { type: 'export.document_list'; list: 'own' | 'received' | 'team'; fields: string[] }
  | RetentionEvent
  /** Sealed files and certificates, several documents at once. */
  | { type: 'export.documents'; documentIds: string[] }
)

export type TeamEventType = TeamEvent['type']

/** A setting by the name that the domain has for it. */
export type TeamSetting = Exclude<keyof Team, 'id' | 'name'>

/** As it was and as it is; of terms their version, address and text. */
type SettingValue = string | number | boolean | null | string[] | Record<string, string | number | null>

export type Role = keyof Authorities

const callRefusals = [
  'client_unknown',
  'token_not_alive',
  'member_disabled',
  'web_api_off',
  'address_not_allowed',
] as const

export type CallRefusal = (typeof callRefusals)[number]

/**
 * A refusal of the Web API that is recorded, by its code; null for the others, which are faults of a caller who was let
 * in.
 */
export function callRefusalOf(code: string): CallRefusal | null {
  return callRefusals.find((each) => each === code) ?? null
}

const kinds: Record<string, TeamEventKind> = {
  settings: 'settings',
  member: 'members',
  department: 'departments',
  cabinet: 'departments',
  client: 'clients',
  webhook: 'webhooks',
  return_secret: 'settings',
  sms: 'sms',
  bulk_send: 'bulk_sends',
  retention: 'retention',
  sign_in: 'sign_ins',
  call: 'calls',
  export: 'exports',
} satisfies Record<FirstWord<TeamEventType>, TeamEventKind>

type FirstWord<Type extends string> = Type extends `${infer Word}.${string}` ? Word : never

/** The kind of an event, by its type. */
export function kindOfTeamEvent(type: string): TeamEventKind {
  return kinds[type.slice(0, type.indexOf('.'))] ?? 'settings'
}

/** The chain of events that belong to no team. */
const installationChain = 'installation'

/** Which chain an event is written to: its team's, or the installation's. */
export function chainOf(teamId: string | null): string {
  return teamId ?? installationChain
}

const logged = new Set([
  'setting',
  'memberId',
  'role',
  'roles',
  'departmentId',
  'cabinetId',
  'clientId',
  'webhookId',
  'secretId',
  'bulkSendId',
  'ending',
  'reason',
  'account',
  'factor',
  'left',
  'count',
  'limit',
  'format',
  'kind',
  'documentId',
])

/** What the log may hold of an event: ids, names of settings, and values that are no text. */
export function loggedPartOf(event: TeamEvent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).filter(
      ([name, value]) =>
        logged.has(name) ||
        ((name === 'from' || name === 'to') && (typeof value === 'boolean' || typeof value === 'number')),
    ),
  )
}

type Changes = { teamId: string; at: Date }

/** One event for each setting that differs. */
export function settingsEvents(before: Team, next: Team, at: Date): TeamEvent[] {
  return settingNames.flatMap((setting) => {
    const [from, to] = [before[setting], next[setting]]
    if (JSON.stringify(from) === JSON.stringify(to)) return []
    return [{ type: 'settings.changed', teamId: before.id, at, setting, from, to } as const]
  })
}

/** The names of all settings. */
export const settingNames = Object.keys({
  webApiEnabled: true,
  embeddedSigning: true,
  returnUrl: true,
  returnParameters: true,
  returnResult: true,
  frameAncestors: true,
  shownSmsSender: true,
  terms: true,
  privacyUrl: true,
  contact: true,
  privateDocuments: true,
  smsPerDay: true,
  smsPriceSen: true,
  copyDays: true,
  concludedMail: true,
  corsOrigins: true,
  apiNetworks: true,
  recipientUploads: true,
  importsEnabled: true,
  departmentsEnabled: true,
  reminderPlan: true,
  linkSms: true,
  addressBook: true,
  lookLogo: true,
  lookColour: true,
  factorRequired: true,
  consoleNetworks: true,
  approvalRequired: true,
  retention: true,
  timeZone: true,
} satisfies Record<TeamSetting, true>) as TeamSetting[]

type Saved = {
  id: string
  name: string
  organization: string
  authorities: Authorities
  disabled: boolean
}

/** One event for each thing that differs of a member. */
export function memberEvents(before: Saved, next: Saved, { teamId, at }: Changes): TeamEvent[] {
  const base = { teamId, at, memberId: before.id }
  const roles = rolesOf({ ...before.authorities, ...next.authorities }, () => true)
  return [
    ...(before.name !== next.name ? [{ ...base, type: 'member.renamed' } as const] : []),
    ...(before.organization !== next.organization
      ? [
          {
            ...base,
            type: 'member.organization_changed',
            from: before.organization,
            to: next.organization,
          } as const,
        ]
      : []),
    ...roles.flatMap((role) => {
      const [from, to] = [before.authorities[role], next.authorities[role]]
      return from === to ? [] : [{ ...base, type: 'member.role_changed', role, from, to } as const]
    }),
    ...(before.disabled !== next.disabled
      ? [{ ...base, type: next.disabled ? 'member.disabled' : 'member.enabled' } as const]
      : []),
  ]
}

/** A link for choosing a password was made: the first one, or a new one in place of one that they have. */
export function linkEvent({ id, canSignIn }: Linked, { teamId, at }: Changes): TeamEvent {
  return { type: canSignIn ? 'member.access_reset' : 'member.invited', teamId, at, memberId: id }
}

/** The link was used. `canSignIn`: as it was before. */
export function passwordEvent({ id, canSignIn }: Linked, { teamId, at }: Changes): TeamEvent {
  return { type: canSignIn ? 'member.password_changed' : 'member.joined', teamId, at, memberId: id }
}

type Linked = { id: string; canSignIn: boolean }

/** The roles that a member holds. */
export function rolesOf(authorities: Authorities, holds = (held: boolean) => held): Role[] {
  const all = [
    'teamAdministrator',
    'documentAdministrator',
    'documentApprover',
    'privateDocumentAdministrator',
  ] as const satisfies Role[]
  return all.filter((role) => holds(authorities[role]))
}

/** What came and what went between two lists. */
export function listChanges(before: string[], next: string[]): { came: string[]; went: string[] } {
  return {
    came: next.filter((each) => !before.includes(each)),
    went: before.filter((each) => !next.includes(each)),
  }
}
