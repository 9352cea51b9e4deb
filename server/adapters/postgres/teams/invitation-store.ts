import type { Invitation, TeamReads, TeamStores } from '#server/usecases/team-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { endAccountSessions, giveAccount } from './account-rows.ts'

type InvitationRow = {
  id: string
  team_id: string
  name: string
  email: string
  disabled: boolean
  team_name: string
  expires_at: Date
}

const selected = `select m.id, m.team_id, m.name, m.email, m.disabled_at is not null as disabled, t.name as team_name,
    i.expires_at
  from invitations i join members m on m.id = i.member_id join teams t on t.id = m.team_id where i.token_hash = $1`
const byHash = statement<InvitationRow>('invitation_by_hash', selected)
const lockByHash = statement<InvitationRow>('lock_invitation', `${selected} for update of i`)
const save = statement(
  'save_invitation',
  `insert into invitations (member_id, token_hash, expires_at) values ($1, $2, $3)
   on conflict (member_id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
)
const remove = statement('remove_invitation', 'delete from invitations where member_id = $1')

/** Links by which members choose their passwords, inside a transaction. */
export function invitationStore(connection: Connection): TeamStores['invitations'] {
  return {
    async save(memberId, tokenHash, expiresAt) {
      await save(connection, memberId, tokenHash, expiresAt)
    },
    async lock(tokenHash) {
      const [row] = await lockByHash(connection, tokenHash)
      return row === undefined ? null : invitationOfRow(row)
    },
    async remove(memberId) {
      await remove(connection, memberId)
    },
  }
}

/** Passwords and console sessions, inside a transaction. */
export function accountStore(connection: Connection): TeamStores['accounts'] {
  return {
    give: (email, name, hash) => giveAccount(connection, email.toLowerCase(), name, hash),
    endSessions: (email) => endAccountSessions(connection, email.toLowerCase()),
  }
}

/** Reads of links. */
export function invitationReads(pool: Connection): Pick<TeamReads, 'invitation'> {
  return {
    async invitation(tokenHash) {
      const [row] = await byHash(pool, tokenHash)
      return row === undefined ? null : invitationOfRow(row)
    },
  }
}

function invitationOfRow(row: InvitationRow): Invitation {
  const { id, name, email, disabled } = row
  const member = { id, teamId: row.team_id, name, email, disabled }
  return { member, teamName: row.team_name, expiresAt: row.expires_at }
}
