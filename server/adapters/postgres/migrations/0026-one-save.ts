import { documentColumns, names, of, participantColumns } from './0025-document-body.ts'

/**
 * A document is saved and its events are recorded by one function, `save_document`: one version of its row a transaction,
 * its body parsed once, and the rows of parts asked for only where the part has changed since the last such save. Whoever
 * writes the body otherwise (a person with psql, a release before) is followed by the triggers, as since 0025.
 */
const notFromBody = `pg_trigger_depth() = 0 and current_setting('musubi.from_body', true) is distinct from 'yes'`

export const oneSave = `
-- SHA-256 of participants, acts and revisions, as \`save_document\` wrote their rows; null where something else did.
alter table documents add column part_digests bytea[];

create function require_own_body(document text, body jsonb) returns void language plpgsql as $$
begin
  if body is null or jsonb_typeof(body) <> 'object' then
    raise exception 'document % must have a body', document
      using errcode = 'check_violation', hint = 'Change the body: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{title}'', ''"…"'') where id = ''…''';
  end if;
  if body->>'id' is distinct from document then
    raise exception 'the body of document % is that of another (%)', document, body->>'id' using errcode = 'check_violation';
  end if;
  if body ?| '{version,snapshot,body_version,audit_sequence,audit_head,part_digests}' then
    raise exception 'the body of document % has a member that is not its own: version, snapshot, body_version, audit_… or part_digests', document
      using errcode = 'check_violation';
  end if;
end $$;

-- What was written otherwise than by \`save_document\`.
create or replace function write_document_columns() returns trigger language plpgsql as $$
declare
  body jsonb := new.snapshot;
begin
  perform require_own_body(new.id, body);
  if tg_op = 'UPDATE' then
    new.body_version := old.body_version + 1;
  end if;
  -- By this processes tell whether they know the body. A server names one with each save, psql leaves it as it was.
  if new.version is null or (tg_op = 'UPDATE' and new.version = old.version) then
    new.version := gen_random_uuid()::text;
  end if;
  new := jsonb_populate_record(new, body);
  new.part_digests := null;
  return new;
end $$;
drop trigger body_writes_columns on documents;
create trigger body_writes_columns before insert on documents
  for each row execute function write_document_columns();
create trigger body_writes_columns_anew before update of snapshot on documents for each row
  when (current_setting('musubi.from_body', true) is distinct from 'yes') execute function write_document_columns();

create function part_of_body(body jsonb, part text) returns jsonb language sql immutable as $$
  select case jsonb_typeof(body->part) when 'array' then body->part else '[]' end
$$;

-- Who is no longer in the body goes.
create function remove_participants(document text, people jsonb) returns void language plpgsql
  set enable_seqscan = off as $$
begin
  if (select count(*) from participants p where p.document_id = document) > jsonb_array_length(people) then
    delete from participants p where p.document_id = document
      and not exists (select from jsonb_array_elements(people) each where each->>'id' = p.id);
  end if;
end $$;

create or replace function write_document_parts() returns trigger language plpgsql as $$
declare
  body jsonb := new.snapshot;
begin
  perform write_participants(new.id, part_of_body(body, 'participants'));
  perform remove_participants(new.id, part_of_body(body, 'participants'));
  perform write_acts(new.id, part_of_body(body, 'acts'));
  perform write_revisions(new.id, part_of_body(body, 'revisions'));
  return null;
end $$;
drop trigger writes_parts_on_update on documents;
create trigger writes_parts_on_update after update on documents for each row
  when (old.body_version is distinct from new.body_version and new.part_digests is null)
  execute function write_document_parts();

-- Saves a document under its lock and appends rows to its chain, as record_facts does. No trigger derives anything here.
create function save_document(document text, new_version text, body text, types text[], instants timestamptz[],
  rows text[], jobs jsonb) returns void language plpgsql as $$
declare
  parsed jsonb := body;
  people jsonb := part_of_body(parsed, 'participants');
  deeds jsonb := part_of_body(parsed, 'acts');
  closed jsonb := part_of_body(parsed, 'revisions');
  digests bytea[] := array[sha256(convert_to(people::text, 'UTF8')), sha256(convert_to(deeds::text, 'UTF8')),
    sha256(convert_to(closed::text, 'UTF8'))];
  known bytea[];
  saved documents;
  job jsonb;
begin
  perform require_own_body(document, parsed);
  select * into saved from documents d where d.id = document for update;
  if not found then
    raise exception 'document % is saved but not there', document;
  end if;
  known := saved.part_digests;
  saved.snapshot := body;
  saved := jsonb_populate_record(saved, parsed);
  for i in 1 .. coalesce(array_length(rows, 1), 0) loop
    saved.audit_sequence := saved.audit_sequence + 1;
    saved.audit_head := encode(sha256(convert_to(saved.audit_head || chr(10) || rows[i], 'UTF8')), 'hex');
    insert into audit (document_id, sequence, type, at, row, hash)
      values (document, saved.audit_sequence, types[i], instants[i], rows[i], saved.audit_head);
  end loop;
  perform set_config('musubi.from_body', 'yes', true);
  update documents set snapshot = saved.snapshot, version = new_version, body_version = saved.body_version + 1,
    part_digests = digests, audit_head = saved.audit_head, audit_sequence = saved.audit_sequence,
    ${names(documentColumns)
      .map((column) => `${column} = saved.${column}`)
      .join(', ')}
    where id = document;
  if known[1] is distinct from digests[1] then
    perform write_participants(document, people);
    perform remove_participants(document, people);
  end if;
  if known[2] is distinct from digests[2] then perform write_acts(document, deeds); end if;
  if known[3] is distinct from digests[3] then perform write_revisions(document, closed); end if;
  perform set_config('musubi.from_body', '', true);
  for job in select * from jsonb_array_elements(jobs) loop
    perform graphile_worker.add_job(job->>'task', (job->'payload')::json, max_attempts => (job->>'attempts')::int,
      job_key => job->>'key', job_key_mode => 'preserve_run_at');
  end loop;
end $$;

-- A condition is read anew by each statement, a function once by each connection: long comparisons belong into these.
create or replace function refuse_document_columns() returns trigger language plpgsql as $$
begin
  if (${of('old', documentColumns)}) is not distinct from (${of('new', documentColumns)}) then
    return new;
  end if;
  raise exception 'a column of document % was changed without its body', new.id
    using errcode = 'check_violation', hint = 'The columns follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{title}'', ''"…"'') where id = ''…''';
end $$;
drop trigger columns_follow_body on documents;
create trigger columns_follow_body before update of ${documentColumns} on documents for each row
  when (old.body_version = new.body_version) execute function refuse_document_columns();

create function refuse_changed_participant() returns trigger language plpgsql as $$
begin
  if old.document_id = new.document_id and (old.id, ${of('old', participantColumns)})
    is not distinct from (new.id, ${of('new', participantColumns)}) then
    return new;
  end if;
  raise exception 'a row of participants was changed without the body of its document'
    using errcode = 'check_violation', hint = 'The rows follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{participants,1,name}'', ''"…"'') where id = ''…''';
end $$;
drop trigger participants_follow_body on participants;
drop trigger participants_begin_in_body on participants;
drop trigger participants_end_in_body on participants;
drop trigger acts_follow_body on acts;
drop trigger acts_begin_in_body on acts;
drop trigger acts_end_in_body on acts;
drop trigger revisions_follow_body on revisions;
drop trigger revisions_begin_in_body on revisions;
drop trigger revisions_end_in_body on revisions;
create trigger participants_follow_body before update of id, document_id, ${participantColumns} on participants for each row
  when (old.document_id <> new.document_id or ${notFromBody}) execute function refuse_changed_participant();
create trigger participants_begin_in_body after insert on participants for each row
  when (${notFromBody}) execute function refuse_document_part();
create trigger participants_end_in_body before delete on participants for each row
  when (${notFromBody}) execute function refuse_document_part();
create trigger acts_follow_body before update on acts for each row
  when (${notFromBody} and old is distinct from new) execute function refuse_document_part();
create trigger acts_begin_in_body after insert on acts for each row
  when (${notFromBody}) execute function refuse_document_part();
create trigger acts_end_in_body before delete on acts for each row
  when (${notFromBody}) execute function refuse_document_part();
create trigger revisions_follow_body before update on revisions for each row
  when (${notFromBody} and old is distinct from new) execute function refuse_document_part();
create trigger revisions_begin_in_body after insert on revisions for each row
  when (${notFromBody}) execute function refuse_document_part();
create trigger revisions_end_in_body before delete on revisions for each row
  when (${notFromBody}) execute function refuse_document_part();
`
