/**
 * Clients that make test documents, and the documents that are such. The body says so (`test`), the column follows it, and
 * neither ever changes. Lists read the column from their indexes; the counts of test documents are kept apart, under scopes of
 * their own, and nobody receives one.
 */
export const testClients = `
alter table clients add column test boolean not null default false;
alter table documents add column test boolean not null default false;

create function refuse_changed_test() returns trigger language plpgsql as $$
begin
  raise exception 'whether % % is a test never changes', tg_table_name, new.id using errcode = 'check_violation';
end $$;
create trigger test_is_for_ever before update on clients for each row
  when (old.test is distinct from new.test) execute function refuse_changed_test();
-- By name behind the trigger that writes the columns from a body.
create trigger test_is_for_ever before update on documents for each row
  when (old.test is distinct from new.test) execute function refuse_changed_test();
create trigger test_stays_in_body before update of snapshot on documents for each row
  when (old.test and (new.snapshot->>'test') is distinct from 'true') execute function refuse_changed_test();

drop index documents_of_sender;
drop index documents_of_sender_by_status;
drop index documents_of_sender_by_processing;
drop index documents_of_team;
drop index documents_of_team_by_processing;
drop index shared_templates;
create index documents_of_sender on documents (sender_id, created_at, id) include (status, last_processed_at, test);
create index documents_of_sender_by_status on documents (sender_id, status, created_at, id)
  include (last_processed_at, test);
create index documents_of_sender_by_processing on documents (sender_id, last_processed_at)
  include (status, created_at, id, test);
create index documents_of_team on documents (team_id, created_at, id) include (private, last_processed_at, test)
  where status in ('awaiting', 'concluded', 'cancelled', 'imported');
create index documents_of_team_by_processing on documents (team_id, last_processed_at)
  include (private, created_at, id, test) where status in ('awaiting', 'concluded', 'cancelled', 'imported');
create index shared_templates on documents (team_id, created_at, id) include (sender_id, last_processed_at, test)
  where status = 'template' and shared;

create function scope_of(test boolean, id text) returns text language sql immutable as $$
  select case when test then 'test:' || id else id end
$$;

create or replace function count_document_row() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform count_listed(scope_of(old.test, old.sender_id), scope_of(old.test, old.team_id), old.status, old.private, -1);
  end if;
  if tg_op <> 'DELETE' then
    perform count_listed(scope_of(new.test, new.sender_id), scope_of(new.test, new.team_id), new.status, new.private, 1);
  end if;
  return null;
end $$;

create or replace function receive_document() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.email_hash is not null then
    delete from received_documents where document_id = old.document_id and email_hash = old.email_hash;
  end if;
  if tg_op <> 'DELETE' and new."order" > 0 and new.email_hash is not null and new.status <> 'waiting' then
    insert into received_documents
      select d.id, new.email_hash, d.sender_id, d.created_at, d.status, d.last_processed_at
      from documents d where d.id = new.document_id and d.status not in ('draft', 'template') and not d.test
      on conflict do nothing;
  end if;
  return null;
end $$;
`
