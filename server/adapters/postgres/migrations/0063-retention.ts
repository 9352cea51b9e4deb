/**
 * How long documents that are over are kept, what is held, and what went. A document that was sent or came in from elsewhere is
 * deleted at the end of its retention only, whichever release or hand writes: a trigger asks for the row that says so.
 */
export const retention = `
alter table teams add column retention jsonb
  check (retention is null or ((retention->>'years')::int in (7, 10) and (retention->>'yearEnds')::int between 1 and 12));

-- Of each document that was looked at: the last day on which it is kept (null: nobody can say yet), and when the
-- administrators were told that it ends.
create table retention_ends (
  document_id text primary key references documents on delete cascade,
  team_id text not null,
  kept_until date,
  told_at timestamptz,
  examined_at timestamptz not null
);
create index retention_ends_by_day on retention_ends (team_id, kept_until, document_id) where kept_until is not null;

-- 保全. Not deleted with its document: the database refuses to delete what is held.
create table legal_holds (
  document_id text primary key references documents,
  team_id text not null,
  member_id text not null,
  reason text not null,
  since timestamptz not null
);
create index legal_holds_of_team on legal_holds (team_id, since, document_id);

-- What went, until its files are gone too.
create table deleted_documents (
  document_id text primary key,
  team_id text not null,
  deleted_at timestamptz not null,
  files_gone_at timestamptz
);
create index deleted_documents_with_files on deleted_documents (deleted_at) where files_gone_at is null;

create function refuse_untimely_deletion() returns trigger language plpgsql as $$
begin
  if not exists (select from retention_ends e where e.document_id = old.id and e.told_at is not null) then
    raise exception 'document % was sent or imported: it is deleted at the end of its retention only', old.id
      using errcode = 'check_violation';
  end if;
  return old;
end $$;
create trigger deletions_wait_for_their_day before delete on documents for each row
  when (old.status in ('awaiting', 'concluded', 'cancelled', 'imported')) execute function refuse_untimely_deletion();
`
