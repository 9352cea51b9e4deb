import type { Member, Oversight, TeamMember } from '#domain/member.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import type { TeamReads, TeamStores } from '#server/usecases/team-ports.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'
import { jobOf } from '../jobs/job-queue.ts'

export type MemberRow = {
  id: string
  team_id: string
  name: string
  organization: string
  email: string
  team_administrator: boolean
  document_administrator: boolean
  document_approver: boolean
  private_document_administrator: boolean
  disabled_at: Date | string | null
}

const memberColumns = columnsOf<MemberRow>({
  id: true,
  team_id: true,
  name: true,
  organization: true,
  email: true,
  team_administrator: true,
  document_administrator: true,
  document_approver: true,
  private_document_administrator: true,
  disabled_at: true,
})

/** What departments say of a member; null where nothing limits them. */
export type OversightRow = Exclude<Oversight, 'team'> | null

/**
 * The member's oversight, of `m` in the team `t`. Asked only where it matters: without an office of documents nobody
 * oversees anything, and a team without departments limits nobody.
 */
export const oversightColumn = `case when t.departments_enabled
  and (m.document_administrator or m.private_document_administrator) then oversight_of(m.id) end as oversight`

const withOversight = `select ${listed(memberColumns, 'm')}, ${oversightColumn} from members m join teams t on t.id = m.team_id`
const byId = statement<MemberRow & { oversight: OversightRow }>(
  'member_by_id',
  `${withOversight} where m.id = $1`,
)
const byEmail = statement<MemberRow & { oversight: OversightRow }>(
  'member_by_email',
  `${withOversight} where lower(m.email) = lower($1)`,
)
export type TeamMemberRow = MemberRow & { oversight: OversightRow; can_sign_in: boolean }

/** Has the member `m` a password? */
export const canSignIn = `exists (
     select from sign_in_accounts a join sign_in_credentials c on c.account_id = a.id and c.provider = 'credential'
     where a.email = lower(m.email))`

/** Members as lists of a team have them, of `m` in the team `t`. */
export const selectTeamMembers = `select ${listed(memberColumns, 'm')}, ${oversightColumn}, ${canSignIn} as can_sign_in
   from members m join teams t on t.id = m.team_id`
const ofTeam = statement<TeamMemberRow>(
  'members_of_team',
  `${selectTeamMembers} where m.team_id = $1 order by m.name collate "C", m.id`,
)
const insert = statement<{ id: string }>(
  'add_member',
  `insert into members (id, team_id, name, organization, email, team_administrator, document_administrator,
     document_approver, private_document_administrator) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (lower(email)) do nothing returning id`,
)
const save = statement(
  'save_member',
  `update members set name = $3, organization = $4, team_administrator = $5, document_administrator = $6,
     document_approver = $7, private_document_administrator = $8,
     disabled_at = case when $9 then coalesce(disabled_at, $10) end
   where id = $1 and team_id = $2`,
)

const mailsOffOf = statement<{ mails_off: string[] }>(
  'mails_off',
  'select mails_off from members where id = $1',
)
const languageOf = statement<{ letter_language: RecipientLanguage | null }>(
  'letter_language',
  'select letter_language from members where id = $1',
)
const setLanguage = statement('set_letter_language', 'update members set letter_language = $2 where id = $1')
const setMailsOff = statement('set_mails_off', 'update members set mails_off = $2 where id = $1')
const setColumns = statement(
  'set_list_columns',
  `insert into list_columns (member_id, list, columns) values ($1, $2, $3)
   on conflict (member_id, list) do update set columns = excluded.columns`,
)
const queueJob = statement('queue_job', 'select queue_job($1::jsonb)')

/** Null when there is no such member. */
export async function loadMember(connection: Connection, id: string): Promise<Member | null> {
  const [row] = await byId(connection, id)
  return row === undefined ? null : memberOfRow(row, row.oversight)
}

/** Null when no member has this address; compared without case. */
export async function loadMemberByEmail(connection: Connection, email: string): Promise<Member | null> {
  const [row] = await byEmail(connection, email)
  return row === undefined ? null : memberOfRow(row, row.oversight)
}

/** Members inside a transaction. */
export function memberStore(connection: Connection): TeamStores['members'] {
  return {
    ofTeam: (teamId) => loadMembers(connection, teamId),
    async insert({ id, teamId, name, organization, email, authorities }) {
      const held = officesOf(authorities)
      return (await insert(connection, id, teamId, name, organization, email, ...held)).length > 0
    },
    async save({ id, teamId, name, organization, authorities, disabled }, now) {
      await save(connection, id, teamId, name, organization, ...officesOf(authorities), disabled, now)
    },
    mailsOff: (id) => loadMailsOff(connection, id),
    async setMailsOff(id, kinds) {
      await setMailsOff(connection, id, kinds)
    },
    letterLanguage: (id) => loadLetterLanguage(connection, id),
    async setLetterLanguage(id, language) {
      await setLanguage(connection, id, language)
    },
    async setListColumns(id, list, columns) {
      await setColumns(connection, id, list, columns)
    },
    async queueMail(job) {
      await queueJob(connection, JSON.stringify(jobOf(job)))
    },
  }
}

/** Reads of a team's members. */
export function memberReads(pool: Connection): Pick<TeamReads, 'membersOf' | 'mailsOff' | 'letterLanguage'> {
  return {
    membersOf: (teamId) => loadMembers(pool, teamId),
    mailsOff: (id) => loadMailsOff(pool, id),
    letterLanguage: (id) => loadLetterLanguage(pool, id),
  }
}

async function loadMailsOff(connection: Connection, id: string): Promise<string[]> {
  const [row] = await mailsOffOf(connection, id)
  return row?.mails_off ?? []
}

async function loadLetterLanguage(connection: Connection, id: string): Promise<RecipientLanguage | null> {
  const [row] = await languageOf(connection, id)
  return row?.letter_language ?? null
}

async function loadMembers(connection: Connection, teamId: string): Promise<TeamMember[]> {
  return (await ofTeam(connection, teamId)).map(teamMemberOfRow)
}

export function teamMemberOfRow(row: TeamMemberRow): TeamMember {
  return { ...memberOfRow(row, row.oversight), canSignIn: row.can_sign_in }
}

/** In the order of the columns. */
function officesOf(authorities: Member['authorities']): boolean[] {
  return [
    authorities.teamAdministrator,
    authorities.documentAdministrator,
    authorities.documentApprover,
    authorities.privateDocumentAdministrator,
  ]
}

export function memberOfRow(row: MemberRow, oversight: OversightRow): Member {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    organization: row.organization,
    email: row.email,
    authorities: {
      teamAdministrator: row.team_administrator,
      documentAdministrator: row.document_administrator,
      documentApprover: row.document_approver,
      privateDocumentAdministrator: row.private_document_administrator,
    },
    disabled: row.disabled_at !== null,
    oversight: oversight ?? 'team',
  }
}
