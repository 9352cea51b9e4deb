import type { Member } from '#domain/member.ts'
import { type Connection, statement } from './statements.ts'

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

const byId = statement<MemberRow>('member_by_id', 'select * from members where id = $1')
const byEmail = statement<MemberRow>(
  'member_by_email',
  'select * from members where lower(email) = lower($1)',
)

export async function loadMember(connection: Connection, id: string): Promise<Member | null> {
  const [row] = await byId(connection, id)
  return row === undefined ? null : memberOfRow(row)
}

export async function loadMemberByEmail(connection: Connection, email: string): Promise<Member | null> {
  const [row] = await byEmail(connection, email)
  return row === undefined ? null : memberOfRow(row)
}

export function memberOfRow(row: MemberRow): Member {
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
  }
}
