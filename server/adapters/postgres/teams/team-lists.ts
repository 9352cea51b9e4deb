import type { Authorities } from '#domain/member.ts'
import type {
  ClientFilter,
  MemberFilter,
  TeamListPlace,
  TeamListReads,
} from '#server/usecases/team-list-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { Given, type ListStatement } from '../documents/document-lists.ts'
import { type ClientRow, clientOfRow, selectClients } from './client-store.ts'
import { canSignIn, selectTeamMembers, type TeamMemberRow, teamMemberOfRow } from './member-store.ts'

const client = statement<ClientRow>('client_of_team', `${selectClients} where c.team_id = $1 and c.id = $2`)

const roleColumns: Record<keyof Authorities, string> = {
  teamAdministrator: 'm.team_administrator',
  documentAdministrator: 'm.document_administrator',
  documentApprover: 'm.document_approver',
  privateDocumentAdministrator: 'm.private_document_administrator',
}

const memberStates = {
  active: `m.disabled_at is null and ${canSignIn}`,
  invited: `m.disabled_at is null and not ${canSignIn}`,
  disabled: 'm.disabled_at is not null',
}

/** Full and half width, capitals and small letters are the same. */
const contains = (text: string, typed: string) =>
  `position(lower(normalize(${typed}, NFKC)) in lower(normalize(${text}, NFKC))) > 0`

/** A page by name, read along an index (migration 0077), and one member more. */
export function memberPage(
  teamId: string,
  { search, role, state }: MemberFilter,
  { after, limit }: TeamListPlace,
): ListStatement {
  const given = new Given()
  const team = given.as(teamId)
  const conditions = [`m.team_id = ${team}`]
  if (search !== '')
    conditions.push(
      contains(`m.name || ' ' || m.organization || ' ' || m.email`, `${given.as(search)}::text`),
    )
  if (role !== null) conditions.push(roleColumns[role])
  if (state !== null) conditions.push(memberStates[state])
  if (after !== null) {
    const id = given.as(after)
    const name = `coalesce((select b.name from members b where b.id = ${id} and b.team_id = ${team}), '')`
    conditions.push(`(m.name collate "C", m.id) > (${name}, ${id})`)
  }
  return {
    name: nameOf('member_page', { search: search !== '', after: after !== null }, role, state),
    text: `${selectTeamMembers} where ${conditions.join(' and ')}
      order by m.name collate "C", m.id limit ${given.as(limit + 1)}`,
    values: given.values,
  }
}

/** A page, the newest first, read along an index, and one client more. */
export function clientPage(
  teamId: string,
  { search, state, test }: ClientFilter,
  { after, limit }: TeamListPlace,
): ListStatement {
  const given = new Given()
  const conditions = [`c.team_id = ${given.as(teamId)}`]
  if (search !== '') conditions.push(contains(`c.label || ' ' || c.ending`, `${given.as(search)}::text`))
  if (state !== null) conditions.push(`c.revoked_at is ${state === 'active' ? '' : 'not '}null`)
  if (test !== null) conditions.push(test ? 'c.test' : 'not c.test')
  if (after !== null) conditions.push(`c.id < ${given.as(after)}`)
  return {
    name: nameOf(
      'client_page',
      { search: search !== '', after: after !== null },
      state,
      test === null ? null : `test_${test}`,
    ),
    text: `${selectClients} where ${conditions.join(' and ')} order by c.id desc limit ${given.as(limit + 1)}`,
    values: given.values,
  }
}

function nameOf(list: string, said: Record<string, boolean>, ...narrowed: (string | null)[]): string {
  const parts = Object.keys(said).filter((each) => said[each] === true)
  return [list, ...parts, ...narrowed.map((each) => each ?? 'any')].join('_')
}

/** `lists`: planned as lists are. */
export function teamListReads(lists: Connection): TeamListReads {
  return {
    async listedMembers(teamId, filter, place) {
      const { rows } = await lists.query<TeamMemberRow>(memberPage(teamId, filter, place))
      return pageOf(rows.map(teamMemberOfRow), place.limit)
    },
    async listedClients(teamId, filter, place) {
      const { rows } = await lists.query<ClientRow>(clientPage(teamId, filter, place))
      return pageOf(rows.map(clientOfRow), place.limit)
    },
    async clientOf(teamId, id) {
      const [row] = await client(lists, teamId, id)
      return row === undefined ? null : clientOfRow(row)
    },
  }
}

function pageOf<Row extends { id: string }>(
  found: Row[],
  limit: number,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, limit)
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}
