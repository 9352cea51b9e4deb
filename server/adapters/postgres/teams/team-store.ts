import type { ReminderPlan } from '#domain/reminder-choice.ts'
import type { RetentionRule } from '#domain/retention-rule.ts'
import type { Team } from '#domain/team.ts'
import { type Connection, columnsOf, listed, statement, update } from '../connection/statements.ts'

export type TeamRow = {
  id: string
  name: string
  web_api_enabled: boolean
  embedded_signing: boolean
  return_url: string | null
  return_parameter_document: string
  return_parameter_participant: string
  return_parameter_error: string
  return_result: boolean
  frame_ancestors: string[]
  shown_sms_sender: string
  terms_version: string
  terms_url: string | null
  terms_text: string
  privacy_url: string | null
  contact: string
  private_documents: boolean
  sms_per_day: number
  sms_price_sen: number
  copy_days: number
  concluded_mail: Team['concludedMail']
  cors_origins: string[]
  api_networks: string[]
  recipient_uploads: boolean
  imports_enabled: boolean
  departments_enabled: boolean
  reminder_plan: ReminderPlan | null
  link_sms: boolean
  address_book: boolean
  look_logo: string | null
  look_colour: string | null
  factor_required: boolean
  console_networks: string[]
  approval_required: boolean
  retention: RetentionRule | null
  time_zone: string
}

const teamColumns = columnsOf<TeamRow>({
  id: true,
  name: true,
  web_api_enabled: true,
  embedded_signing: true,
  return_url: true,
  return_parameter_document: true,
  return_parameter_participant: true,
  return_parameter_error: true,
  return_result: true,
  frame_ancestors: true,
  shown_sms_sender: true,
  terms_version: true,
  terms_url: true,
  terms_text: true,
  privacy_url: true,
  contact: true,
  private_documents: true,
  sms_per_day: true,
  sms_price_sen: true,
  copy_days: true,
  concluded_mail: true,
  cors_origins: true,
  api_networks: true,
  recipient_uploads: true,
  imports_enabled: true,
  departments_enabled: true,
  reminder_plan: true,
  link_sms: true,
  address_book: true,
  look_logo: true,
  look_colour: true,
  factor_required: true,
  console_networks: true,
  approval_required: true,
  retention: true,
  time_zone: true,
})

const load = statement<TeamRow>('load_team', `select ${listed(teamColumns)} from teams where id = $1`)
const lock = statement<TeamRow>(
  'lock_team',
  `select ${listed(teamColumns)} from teams where id = $1 for no key update`,
)
const registered = statement<{ registered: boolean }>(
  'origin_is_registered',
  'select exists (select from teams where cors_origins @> array[$1]) as registered',
)
const save = update<TeamRow>('teams', teamColumns)

export async function loadTeam(connection: Connection, id: string): Promise<Team> {
  return existing(await load(connection, id))
}

/** The team, held until the transaction ends. */
export async function lockTeam(connection: Connection, id: string): Promise<Team> {
  return existing(await lock(connection, id))
}

/** Did any team register this origin? */
export async function originIsRegistered(connection: Connection, origin: string): Promise<boolean> {
  const [row] = await registered(connection, origin)
  return row?.registered ?? false
}

function existing([row]: TeamRow[]): Team {
  if (row === undefined) throw new Error('a row points to a team that does not exist')
  return teamOfRow(row)
}

export async function saveTeam(connection: Connection, team: Team): Promise<void> {
  await save(connection, rowOfTeam(team))
}

export function teamOfRow(row: TeamRow): Team {
  return {
    id: row.id,
    name: row.name,
    webApiEnabled: row.web_api_enabled,
    embeddedSigning: row.embedded_signing,
    returnUrl: row.return_url,
    returnParameters: {
      document: row.return_parameter_document,
      participant: row.return_parameter_participant,
      error: row.return_parameter_error,
    },
    returnResult: row.return_result,
    frameAncestors: row.frame_ancestors,
    shownSmsSender: row.shown_sms_sender,
    terms: { version: row.terms_version, url: row.terms_url, text: row.terms_text },
    privacyUrl: row.privacy_url,
    contact: row.contact,
    privateDocuments: row.private_documents,
    smsPerDay: row.sms_per_day,
    smsPriceSen: row.sms_price_sen,
    copyDays: row.copy_days,
    concludedMail: row.concluded_mail,
    corsOrigins: row.cors_origins,
    apiNetworks: row.api_networks,
    recipientUploads: row.recipient_uploads,
    importsEnabled: row.imports_enabled,
    departmentsEnabled: row.departments_enabled,
    reminderPlan: row.reminder_plan && planOf(row.reminder_plan),
    linkSms: row.link_sms,
    addressBook: row.address_book,
    lookLogo: row.look_logo,
    lookColour: row.look_colour,
    factorRequired: row.factor_required,
    consoleNetworks: row.console_networks,
    approvalRequired: row.approval_required,
    retention: row.retention && ruleOf(row.retention),
    timeZone: row.time_zone,
  }
}

/** jsonb keeps no order of members. */
function planOf({ from, first, every, most }: ReminderPlan): ReminderPlan {
  return { from, first, every, most }
}

function ruleOf({ years, yearEnds }: RetentionRule): RetentionRule {
  return { years, yearEnds }
}

function rowOfTeam(team: Team): TeamRow {
  return {
    id: team.id,
    name: team.name,
    web_api_enabled: team.webApiEnabled,
    embedded_signing: team.embeddedSigning,
    return_url: team.returnUrl,
    return_parameter_document: team.returnParameters.document,
    return_parameter_participant: team.returnParameters.participant,
    return_parameter_error: team.returnParameters.error,
    return_result: team.returnResult,
    frame_ancestors: team.frameAncestors,
    shown_sms_sender: team.shownSmsSender,
    terms_version: team.terms.version,
    terms_url: team.terms.url,
    terms_text: team.terms.text,
    privacy_url: team.privacyUrl,
    contact: team.contact,
    private_documents: team.privateDocuments,
    sms_per_day: team.smsPerDay,
    sms_price_sen: team.smsPriceSen,
    copy_days: team.copyDays,
    concluded_mail: team.concludedMail,
    cors_origins: team.corsOrigins,
    api_networks: team.apiNetworks,
    recipient_uploads: team.recipientUploads,
    imports_enabled: team.importsEnabled,
    departments_enabled: team.departmentsEnabled,
    reminder_plan: team.reminderPlan,
    link_sms: team.linkSms,
    address_book: team.addressBook,
    look_logo: team.lookLogo,
    look_colour: team.lookColour,
    factor_required: team.factorRequired,
    console_networks: team.consoleNetworks,
    approval_required: team.approvalRequired,
    retention: team.retention,
    time_zone: team.timeZone,
  }
}
