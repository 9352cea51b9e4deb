/**
 * Departments and cabinets of teams that work in them, and the links by which members choose their passwords. A team
 * that switches departments off keeps them for the day it switches them on again.
 */
export const departments = `
create table departments (
  id text primary key,
  team_id text not null references teams,
  name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (team_id, name)
);

create table department_members (
  department_id text not null references departments,
  member_id text not null references members,
  primary key (department_id, member_id)
);
create index department_members_by_member on department_members (member_id);

create table cabinets (
  id text primary key,
  team_id text not null references teams,
  name text not null,
  note text not null default '',
  kind text not null check (kind in ('ordinary', 'all_documents')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (team_id, name)
);
create unique index cabinets_of_all_documents on cabinets (team_id) where kind = 'all_documents';

create table cabinet_departments (
  cabinet_id text not null references cabinets,
  department_id text not null references departments on delete cascade,
  primary key (cabinet_id, department_id)
);
create index cabinet_departments_by_department on cabinet_departments (department_id);

-- Whose documents an administrator of documents oversees: domain/member.ts, Oversight.
create function oversight_of(member text) returns json language sql stable as $$
  with own as (select department_id from department_members where member_id = member),
    open as (
      select c.id, c.kind from cabinets c where exists (
        select from cabinet_departments d where d.cabinet_id = c.id and d.department_id in (select department_id from own)))
  select json_build_object(
    'colleagues', (select coalesce(json_agg(distinct d.member_id), '[]') from department_members d
      where d.department_id in (select department_id from own)),
    'cabinets', (select coalesce(json_agg(id), '[]') from open),
    'everything', exists (select from open where kind = 'all_documents'))
$$;

-- One living link per member: a newer one takes the place of the older.
create table invitations (
  member_id text primary key references members,
  token_hash text not null unique,
  expires_at timestamptz not null
);
`
