import type { Team } from '#domain/team.ts'
import { type Connection, statement } from './statements.ts'

export type TeamRow = {
  id: string
  name: string
  web_api_enabled: boolean
  embedded_signing: boolean
  return_url: string | null
  return_parameter_document: string
  return_parameter_participant: string
  return_parameter_error: string
  frame_ancestors: string[]
  shown_sms_sender: string
  terms_version: string
  terms_url: string | null
  terms_text: string
  privacy_url: string | null
  contact: string
  private_documents: boolean
  sms_per_day: number
  copy_days: number
  cors_origins: string[]
  api_networks: string[]
  recipient_uploads: boolean
  imports_enabled: boolean
  departments_enabled: boolean
}

const load = statement<TeamRow>('load_team', 'select * from teams where id = $1')
const lock = statement<TeamRow>('lock_team', 'select * from teams where id = $1 for no key update')
const registered = statement<{ registered: boolean }>(
  'origin_is_registered',
  'select exists (select from teams where cors_origins @> array[$1]) as registered',
)
const update = statement(
  'save_team',
  `update teams set name = $2, embedded_signing = $3, return_url = $4, return_parameter_document = $5,
     return_parameter_participant = $6, return_parameter_error = $7, frame_ancestors = $8, shown_sms_sender = $9,
     terms_version = $10, terms_url = $11, terms_text = $12, privacy_url = $13, contact = $14, sms_per_day = $15,
     copy_days = $16, cors_origins = $17, api_networks = $18, web_api_enabled = $19, private_documents = $20,
     recipient_uploads = $21, imports_enabled = $22, departments_enabled = $23
   where id = $1`,
)

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
  await update(
    connection,
    team.id,
    team.name,
    team.embeddedSigning,
    team.returnUrl,
    team.returnParameters.document,
    team.returnParameters.participant,
    team.returnParameters.error,
    team.frameAncestors,
    team.shownSmsSender,
    team.terms.version,
    team.terms.url,
    team.terms.text,
    team.privacyUrl,
    team.contact,
    team.smsPerDay,
    team.copyDays,
    team.corsOrigins,
    team.apiNetworks,
    team.webApiEnabled,
    team.privateDocuments,
    team.recipientUploads,
    team.importsEnabled,
    team.departmentsEnabled,
  )
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
    frameAncestors: row.frame_ancestors,
    shownSmsSender: row.shown_sms_sender,
    terms: { version: row.terms_version, url: row.terms_url, text: row.terms_text },
    privacyUrl: row.privacy_url,
    contact: row.contact,
    privateDocuments: row.private_documents,
    smsPerDay: row.sms_per_day,
    copyDays: row.copy_days,
    corsOrigins: row.cors_origins,
    apiNetworks: row.api_networks,
    recipientUploads: row.recipient_uploads,
    importsEnabled: row.imports_enabled,
    departmentsEnabled: row.departments_enabled,
  }
}
