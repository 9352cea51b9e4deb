import type { Client } from '#domain/client.ts'
import type { Member } from '#domain/member.ts'
import type { Team } from '#domain/team.ts'
import type { TeamEvent } from '#domain/team-event.ts'
import { systemOrigin } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { clientStore } from './client-store.ts'
import { recordTeamEvents } from './team-event-store.ts'
import { saveTeam } from './team-store.ts'

const anyTeam = statement<{ id: string }>('any_team', 'select id from teams limit 1')
const someTeams = statement<{ id: string; name: string }>(
  'some_teams',
  'select id, name from teams order by name collate "C", id limit 100',
)
const teamById = statement<{ id: string }>('team_exists', 'select id from teams where id = $1')
const moveReturnUrl = statement(
  'move_return_url',
  `update teams set return_url = $2
   where id = $1 and return_url <> $2 and return_url ~ '^https?://[^/]+/playground/return$'`,
)
const insertTeam = statement('insert_team', 'insert into teams (id, name) values ($1, $2)')
const insertMember = statement(
  'insert_member',
  `insert into members (id, team_id, name, organization, email, team_administrator, document_administrator,
     document_approver, private_document_administrator) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)

export async function hasAnyTeam(connection: Connection): Promise<boolean> {
  return (await anyTeam(connection)).length > 0
}

export async function hasTeam(connection: Connection, id: string): Promise<boolean> {
  return (await teamById(connection, id)).length > 0
}

/** Teams by name, at most a hundred: for an operator who names one. */
export function listTeams(connection: Connection): Promise<{ id: string; name: string }[]> {
  return someTeams(connection)
}

/** A return URL that is still a demo site's follows the demo site, which lives wherever the server was started. */
export async function followDemoSite(connection: Connection, teamId: string, url: string): Promise<void> {
  await moveReturnUrl(connection, teamId, url)
}

/** The first team of a database, its administrator, and, in evaluation, the client that is printed. */
export async function insertFirstTeam(
  connection: Connection,
  {
    team,
    member,
    client,
    events,
  }: {
    team: Team
    member: Member
    client: { client: Client; idHash: string } | null
    events: TeamEvent[]
  },
): Promise<void> {
  await insertTeam(connection, team.id, team.name)
  await saveTeam(connection, team)
  const { teamAdministrator, documentAdministrator, documentApprover, privateDocumentAdministrator } =
    member.authorities
  await insertMember(
    connection,
    member.id,
    team.id,
    member.name,
    member.organization,
    member.email,
    teamAdministrator,
    documentAdministrator,
    documentApprover,
    privateDocumentAdministrator,
  )
  if (client !== null) await clientStore(connection).queueInsert(client.client, client.idHash)
  await recordTeamEvents(connection, systemOrigin, events)
}
