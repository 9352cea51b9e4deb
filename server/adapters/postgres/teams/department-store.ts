import type { DepartmentView, TeamReads, TeamStores } from '#server/usecases/team-ports.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'

type DepartmentRow = {
  id: string
  team_id: string
  name: string
  created_at: Date
  updated_at: Date
  member_ids: string[]
}

const departmentColumns = columnsOf<Omit<DepartmentRow, 'member_ids'>>({
  id: true,
  team_id: true,
  name: true,
  created_at: true,
  updated_at: true,
})

const ofTeam = statement<DepartmentRow>(
  'departments_of_team',
  `select ${listed(departmentColumns, 'd')}, array(select member_id from department_members where department_id = d.id) as member_ids
   from departments d where d.team_id = $1 order by d.name collate "C", d.id`,
)
const insert = statement(
  'insert_department',
  'insert into departments (id, team_id, name, created_at, updated_at) values ($1, $2, $3, $4, $5)',
)
const rename = statement(
  'rename_department',
  'update departments set name = $3, updated_at = $4 where id = $1 and team_id = $2',
)
const leave = statement(
  'leave_department',
  'delete from department_members where department_id = $1 and member_id <> all($2::text[])',
)
const join = statement(
  'join_department',
  `insert into department_members (department_id, member_id) select $1, unnest($2::text[])
   on conflict do nothing`,
)
const remove = statement('remove_department', 'delete from departments where id = $1')

/** Departments inside a transaction. */
export function departmentStore(connection: Connection): TeamStores['departments'] {
  return {
    ofTeam: (teamId) => loadDepartments(connection, teamId),
    async insert({ id, teamId, name, createdAt, updatedAt }) {
      await insert(connection, id, teamId, name, createdAt, updatedAt)
    },
    async rename({ id, teamId, name, updatedAt }) {
      await rename(connection, id, teamId, name, updatedAt)
    },
    async setMembers(id, memberIds) {
      await leave(connection, id, memberIds)
      await join(connection, id, memberIds)
    },
    async remove(id) {
      await remove(connection, id)
    },
  }
}

/** Reads of departments. */
export function departmentReads(pool: Connection): Pick<TeamReads, 'departmentsOf'> {
  return { departmentsOf: (teamId) => loadDepartments(pool, teamId) }
}

async function loadDepartments(connection: Connection, teamId: string): Promise<DepartmentView[]> {
  return (await ofTeam(connection, teamId)).map((row) => ({
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    memberIds: row.member_ids,
  }))
}
