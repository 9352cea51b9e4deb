import type { ReturnSecret } from '#domain/return-result.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { ReturnSecretReads, ReturnSecretStores } from '#server/usecases/return-ports.ts'
import { placeOfReturnSecret } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'

type Row = { id: string; secret_sealed: string; signs_from: Date }

const ofTeam = statement<Row>(
  'return_secrets',
  'select id, secret_sealed, signs_from from return_secrets where team_id = $1 order by signs_from, id',
)
const insert = statement(
  'insert_return_secret',
  `insert into return_secrets (team_id, id, secret_sealed, signs_from) values ($1, $2, $3, $4)
   on conflict (team_id, id) do update set signs_from = excluded.signs_from`,
)
const removeOthers = statement(
  'remove_return_secrets',
  'delete from return_secrets where team_id = $1 and not (id = any($2))',
)
const erasePast = statement(
  'erase_past_return_secrets',
  `delete from return_secrets s where exists (
     select from return_secrets n where n.team_id = s.team_id and n.signs_from > s.signs_from and n.signs_from <= $1)`,
)

/** The secrets that sign what the return URL says, oldest first. */
export function returnSecretReads(connection: Connection, secrets: Secrets): ReturnSecretReads {
  return { returnSecretsOf: (teamId) => load(connection, secrets, teamId) }
}

export function returnSecretStore(
  connection: Connection,
  secrets: Secrets,
): ReturnSecretStores['returnSecrets'] {
  return {
    ofTeam: (teamId) => load(connection, secrets, teamId),
    async save(teamId, kept) {
      await removeOthers(
        connection,
        teamId,
        kept.map(({ id }) => id),
      )
      for (const { id, secret, signsFrom } of kept) {
        await insert(
          connection,
          teamId,
          id,
          secrets.encrypt(secret, placeOfReturnSecret(teamId, id)),
          signsFrom,
        )
      }
    },
  }
}

/** Of a secret that signs no more nothing is kept. */
export async function erasePastReturnSecrets(connection: Connection, now: Date): Promise<void> {
  await erasePast(connection, now)
}

async function load(connection: Connection, secrets: Secrets, teamId: string): Promise<ReturnSecret[]> {
  return (await ofTeam(connection, teamId)).map(({ id, secret_sealed, signs_from }) => ({
    id,
    secret: secrets.decrypt(secret_sealed, placeOfReturnSecret(teamId, id)),
    signsFrom: signs_from,
  }))
}
