import type { Client } from '#domain/client.ts'
import type { TokenClient } from '#server/usecases/access-ports.ts'
import type { Secrets, Transaction } from '#server/usecases/ports.ts'
import { placeOfToken } from '../connection/encrypted-text.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'

export type ClientRow = {
  id: string
  team_id: string
  member_id: string
  label: string
  test: boolean
  ending: string
  created_at: Date
  revoked_at: Date | null
  token_sealed: string | null
  token_expires_at: Date | null
  last_used_at: Date | null
}

const clientColumns = columnsOf<ClientRow>({
  id: true,
  team_id: true,
  member_id: true,
  label: true,
  test: true,
  ending: true,
  created_at: true,
  revoked_at: true,
  token_sealed: true,
  token_expires_at: true,
  last_used_at: true,
})

/** Clients as lists of a team have them, as `c`. */
export const selectClients = `select ${listed(clientColumns, 'c')} from clients c`

type TokenClientRow = ClientRow & {
  disabled_at: Date | null
  web_api_enabled: boolean
  api_networks: string[]
}

const insert = statement(
  'insert_client',
  `insert into clients (id, team_id, member_id, label, ending, id_hash, created_at, test)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)
/** A revoked client's token ends with it. */
const revoke = statement<Pick<ClientRow, 'label' | 'ending'>>(
  'revoke_client',
  `update clients set revoked_at = $3, token_hash = null, token_sealed = null, token_expires_at = null
   where id = $1 and team_id = $2 and revoked_at is null returning label, ending`,
)
const ofTeam = statement<ClientRow>(
  'clients_of_team',
  `${selectClients} where c.team_id = $1 order by c.id desc`,
)
const lockByHash = statement<TokenClientRow>(
  'lock_client',
  `select ${listed(clientColumns, 'c')}, m.disabled_at, t.web_api_enabled, t.api_networks
   from clients c join members m on m.id = c.member_id join teams t on t.id = c.team_id
   where c.id_hash = $1 and c.revoked_at is null for update of c`,
)
const saveToken = statement(
  'save_token',
  'update clients set token_hash = $2, token_sealed = $3, token_expires_at = $4 where id = $1',
)

export function clientStore(connection: Connection): Sends<Transaction['clients']> {
  return {
    async queueInsert(client, idHash) {
      const { id, teamId, memberId, label, ending, createdAt, test } = client
      await insert(connection, id, teamId, memberId, label, ending, idHash, createdAt, test)
    },
    revoke: async (id, teamId, now) => (await revoke(connection, id, teamId, now))[0] ?? null,
  }
}

/** Tokens are looked up by keyed hash and kept encrypted, because the contract gives the same one again. */
export function tokenStore(connection: Connection, secrets: Secrets): Sends<Transaction['tokens']> {
  return {
    async lockClient(clientIdHash): Promise<TokenClient | null> {
      const [row] = await lockByHash(connection, clientIdHash)
      if (row === undefined) return null
      const { token_sealed: sealed, token_expires_at: expiresAt } = row
      const token =
        sealed === null || expiresAt === null
          ? null
          : { token: secrets.decrypt(sealed, placeOfToken(row.id)), expiresAt }
      return {
        clientId: row.id,
        teamId: row.team_id,
        test: row.test,
        disabled: row.disabled_at !== null,
        team: { webApiEnabled: row.web_api_enabled, apiNetworks: row.api_networks },
        token,
      }
    },
    async queueSave(clientId, tokenHash, token) {
      const sealed = secrets.encrypt(token.token, placeOfToken(clientId))
      await saveToken(connection, clientId, tokenHash, sealed, token.expiresAt)
    },
  }
}

export async function loadClients(connection: Connection, teamId: string): Promise<Client[]> {
  return (await ofTeam(connection, teamId)).map(clientOfRow)
}

export function clientOfRow(row: ClientRow): Client {
  return {
    id: row.id,
    teamId: row.team_id,
    memberId: row.member_id,
    label: row.label,
    test: row.test,
    ending: row.ending,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  }
}
