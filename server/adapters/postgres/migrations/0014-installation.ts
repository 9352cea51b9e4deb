/**
 * What belongs together (decision 18): one id in the database and in its storage, and a value for every key by which a
 * wrong one is noticed at start.
 */
export const installation = `
create table installation (
  one boolean primary key default true check (one),
  id text not null,
  storage_marked boolean not null default false,
  created_at timestamptz not null default now()
);
create table key_checks (
  kind text not null check (kind in ('data', 'hash')),
  id text not null,
  value text not null,
  primary key (kind, id)
);
`
