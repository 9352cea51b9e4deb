import type { Cabinet, CabinetKind } from '#domain/cabinet.ts'
import type { CabinetView, TeamReads, TeamStores } from '#server/usecases/team-ports.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'

type CabinetRow = {
  id: string
  team_id: string
  name: string
  note: string
  kind: CabinetKind
  created_at: Date
  updated_at: Date
}

const cabinetColumns = columnsOf<CabinetRow>({
  id: true,
  team_id: true,
  name: true,
  note: true,
  kind: true,
  created_at: true,
  updated_at: true,
})

/** By code points, so that every database lists them alike. */
const order = `order by c.kind <> 'all_documents', c.name collate "C", c.id`

const ofTeam = statement<CabinetRow & { department_ids: string[] }>(
  'cabinets_of_team',
  `select ${listed(cabinetColumns, 'c')}, array(select department_id from cabinet_departments where cabinet_id = c.id) as department_ids
   from cabinets c where c.team_id = $1 ${order}`,
)
const forMember = statement<CabinetRow>(
  'cabinets_for_member',
  `select ${listed(cabinetColumns, 'c')} from members m join teams t on t.id = m.team_id join cabinets c on c.team_id = t.id
   where m.id = $1 and t.departments_enabled and exists (
     select from cabinet_departments o join department_members d on d.department_id = o.department_id
     where o.cabinet_id = c.id and d.member_id = m.id)
   ${order}`,
)
const insert = statement(
  'insert_cabinet',
  `insert into cabinets (id, team_id, name, note, kind, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7)`,
)
const save = statement(
  'save_cabinet',
  'update cabinets set name = $3, note = $4, updated_at = $5 where id = $1 and team_id = $2',
)
const close = statement(
  'close_cabinet',
  'delete from cabinet_departments where cabinet_id = $1 and department_id <> all($2::text[])',
)
const open = statement(
  'open_cabinet',
  `insert into cabinet_departments (cabinet_id, department_id) select $1, unnest($2::text[])
   on conflict do nothing`,
)

/** Cabinets inside a transaction. */
export function cabinetStore(connection: Connection): TeamStores['cabinets'] {
  return {
    ofTeam: (teamId) => loadCabinets(connection, teamId),
    async insert({ id, teamId, name, note, kind, createdAt, updatedAt }) {
      await insert(connection, id, teamId, name, note, kind, createdAt, updatedAt)
    },
    async save({ id, teamId, name, note, updatedAt }) {
      await save(connection, id, teamId, name, note, updatedAt)
    },
    async setDepartments(id, departmentIds) {
      await close(connection, id, departmentIds)
      await open(connection, id, departmentIds)
    },
  }
}

/** Reads of cabinets, by team and by who may open them. */
export function cabinetReads(pool: Connection): Pick<TeamReads, 'cabinetsOf' | 'cabinetsFor'> {
  return {
    cabinetsOf: (teamId) => loadCabinets(pool, teamId),
    cabinetsFor: async (memberId) => (await forMember(pool, memberId)).map(cabinetOfRow),
  }
}

async function loadCabinets(connection: Connection, teamId: string): Promise<CabinetView[]> {
  const rows = await ofTeam(connection, teamId)
  return rows.map((row) => ({ ...cabinetOfRow(row), departmentIds: row.department_ids }))
}

function cabinetOfRow(row: CabinetRow): Cabinet {
  const { id, name, note, kind } = row
  return { id, teamId: row.team_id, name, note, kind, createdAt: row.created_at, updatedAt: row.updated_at }
}
