/**
 * What the whole Web API adds to documents and teams: reportees and the one request for a recipient's file lie in the
 * document's row (addresses encrypted), for they are read and written only with it.
 */
export const wholeWebApi = `
alter table documents
  add column reportees jsonb not null default '[]',
  add column attachment jsonb,
  add column shared boolean not null default false,
  add column cabinet_id text;

alter table teams
  add column cors_origins text[] not null default '{}',
  add column api_networks text[] not null default '{}',
  add column recipient_uploads boolean not null default true,
  add column imports_enabled boolean not null default true,
  add column departments_enabled boolean not null default false;
`
