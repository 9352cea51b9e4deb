/**
 * The last calls of a team (server/usecases/call-log-ports.ts). One index, for each is written once and read by few; a statement
 * of its own keeps a team from having ever more.
 */
export const apiCalls = `
create table api_calls (
  team_id text not null,
  id bigint generated always as identity,
  client_id text not null,
  at timestamptz not null,
  method text not null,
  path text not null,
  status smallint not null,
  error text,
  milliseconds real not null,
  request_id text not null,
  primary key (team_id, id)
);
`
