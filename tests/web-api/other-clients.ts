import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { connectionsTo } from '#tests/support/connections.ts'
import type { TestServer } from '#tests/support/server.ts'

export type Someone = {
  /** Theirs, or that of the evaluation team. */
  teamId?: string
  email: string
  disabled?: boolean
  documentAdministrator?: boolean
}

/** Runs SQL on the server's database, for what only the console will be able to set. */
export async function sql(server: TestServer, text: string, values: unknown[] = []): Promise<void> {
  await connectionsTo(server.databaseUrl).query(text, values)
}

/** Another member with a client id of their own; answers the client id. */
export async function aClientOf(server: TestServer, someone: Someone): Promise<string> {
  const known = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
  const hash = Buffer.from(known.keys.hash, 'base64')
  const secrets = createSecrets({ data: [{ id: 'unused', key: new Uint8Array(32) }], hash })
  const teamId = someone.teamId ?? known.team_id
  const clientId = `client-of-${someone.email}`
  await sql(server, 'insert into teams (id, name) values ($1, $1) on conflict do nothing', [teamId])
  await sql(
    server,
    `insert into members (id, team_id, name, organization, email, document_administrator, disabled_at)
     values ($1, $2, $1, '', $3, $4, $5)`,
    [
      `member-${someone.email}`,
      teamId,
      someone.email,
      someone.documentAdministrator ?? false,
      someone.disabled ? new Date() : null,
    ],
  )
  await sql(
    server,
    `insert into clients (id, team_id, member_id, label, ending, id_hash, created_at)
     values ($1, $2, $3, '', '', $4, now())`,
    [clientId, teamId, `member-${someone.email}`, secrets.keyedHash('client-id', clientId)],
  )
  return clientId
}
