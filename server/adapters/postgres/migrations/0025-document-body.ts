/**
 * The body (`documents.snapshot`) is the truth of a document (docs/decisions/0026). Every document gets one; its columns,
 * and the rows of `participants`, `acts` and `revisions`, are written from it by the two functions here and by nothing
 * else, whoever writes the body: this release, the one before beside it, or a person with psql. What would change them
 * without the body is refused. `files` and `widgets` are written by the release before alone.
 */
/** Of `participants`, but for the attempt counter's. */
export const participantColumns = `"order", member_id, email_sealed, email_hash, name, organization, status, access_code_sealed,
  language, tel_sealed, recipient_id, callback, slot, processed_at, access_expires_at, authenticated_at, viewed_at`
/** Of `documents`, that are written from the body. */
export const documentColumns = `team_id, sender_id, title, note, message, status, can_transfer, private, sent_at, concluded_at,
  created_at, updated_at, last_processed_at, decline_comment, certificate_sha256, certificate_bytes, certificate_key,
  reportees, attachment, shared, cabinet_id, sealing`

/** One by one. */
export const names = (columns: string) => columns.split(',').map((column) => column.trim())
/** The columns of a row by this name. */
export const of = (row: string, columns: string) =>
  names(columns)
    .map((column) => `${row}.${column}`)
    .join(', ')
const changes = (columns: string) =>
  names(columns)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')

export const documentBody = `
-- Rises by one with every change of a body.
alter table documents add column body_version bigint not null default 1;

update documents d set version = coalesce(d.version, gen_random_uuid()::text), snapshot = coalesce(d.snapshot, (
  to_jsonb(d) - '{version,snapshot,body_version,audit_sequence,audit_head}'::text[]
  || jsonb_build_object(
    'participants', (select coalesce(jsonb_agg(to_jsonb(p) - 'wrong_guesses' || '{"locked_at": null}' order by p."order"), '[]')
      from participants p where p.document_id = d.id),
    'files', (select coalesce(jsonb_agg(f order by f."order"), '[]') from files f where f.document_id = d.id),
    'widgets', (select coalesce(jsonb_agg(w order by w.id), '[]') from widgets w where w.document_id = d.id),
    'acts', (select coalesce(jsonb_agg(a order by a.number), '[]') from acts a where a.document_id = d.id),
    'revisions', (select coalesce(jsonb_agg(r order by r.act), '[]') from revisions r where r.document_id = d.id)))::json)
where d.snapshot is null or d.version is null;
-- Not looked for in the rows that are there: the statement before has seen to them.
alter table documents add constraint documents_have_a_body check (snapshot is not null) not valid;

-- The columns of a document, from its body.
create function write_document_columns() returns trigger language plpgsql as $$
declare
  body jsonb := new.snapshot;
begin
  if body is null or jsonb_typeof(body) <> 'object' then
    raise exception 'document % must have a body', new.id
      using errcode = 'check_violation', hint = 'Change the body: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{title}'', ''"…"'') where id = ''…''';
  end if;
  if body->>'id' is distinct from new.id then
    raise exception 'the body of document % is that of another (%)', new.id, body->>'id' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' then
    new.body_version := old.body_version + 1;
  end if;
  -- By this processes tell whether they know the body. A server names one with each save, psql leaves it as it was.
  if new.version is null or (tg_op = 'UPDATE' and new.version = old.version) then
    new.version := gen_random_uuid()::text;
  end if;
  if body ?| '{version,snapshot,body_version,audit_sequence,audit_head}' then
    raise exception 'the body of document % has a member that is not its own: version, snapshot, body_version or audit_…', new.id
      using errcode = 'check_violation';
  end if;
  new := jsonb_populate_record(new, body);
  return new;
end $$;
create trigger body_writes_columns before insert or update of snapshot on documents
  for each row execute function write_document_columns();

create function refuse_document_columns() returns trigger language plpgsql as $$
begin
  raise exception 'a column of document % was changed without its body', new.id
    using errcode = 'check_violation', hint = 'The columns follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{title}'', ''"…"'') where id = ''…''';
end $$;
create trigger columns_follow_body before update of ${documentColumns} on documents for each row
  when (old.body_version = new.body_version
    and (${of('old', documentColumns)}) is distinct from (${of('new', documentColumns)}))
  execute function refuse_document_columns();

-- The rows of its parts, from its body. Planned by index: they are few of many, also while a table is still small. What a
-- body of an earlier release does not say stays as it is in the row.
create function write_participants(document text, people jsonb) returns void language plpgsql
  set enable_seqscan = off as $$
begin
  insert into participants (id, document_id, ${participantColumns})
    select next.id, document, ${of('next', participantColumns)} from jsonb_array_elements(people) each
      left join participants p on p.document_id = document and p.id = each->>'id'
      cross join lateral jsonb_populate_record(p, each) next
    where p.id is null or (${of('p', participantColumns)}) is distinct from (${of('next', participantColumns)})
    on conflict (id) do update set document_id = excluded.document_id, ${changes(participantColumns)};
end $$;

create function write_acts(document text, deeds jsonb) returns void language plpgsql set enable_seqscan = off as $$
begin
  delete from acts a where a.document_id = document
    and not exists (select from jsonb_array_elements(deeds) each where (each->>'number')::integer = a.number);
  insert into acts (document_id, number, participant_id, at, signed_at)
    select document, next.number, next.participant_id, next.at, next.signed_at
    from jsonb_populate_recordset(null::acts, deeds) next
      left join acts a on a.document_id = document and a.number = next.number
    where a.number is null
      or (a.participant_id, a.at, a.signed_at) is distinct from (next.participant_id, next.at, next.signed_at)
    on conflict (document_id, number) do update
      set participant_id = excluded.participant_id, at = excluded.at, signed_at = excluded.signed_at;
end $$;

create function write_revisions(document text, closed jsonb) returns void language plpgsql
  set enable_seqscan = off as $$
begin
  delete from revisions r where r.document_id = document and not exists (select from jsonb_array_elements(closed) each
    where (each->>'act')::integer = r.act and each->>'file_id' = r.file_id);
  insert into revisions (document_id, act, file_id, sha256, bytes, storage_key)
    select document, next.act, next.file_id, next.sha256, next.bytes, next.storage_key
    from jsonb_populate_recordset(null::revisions, closed) next
      left join revisions r on r.document_id = document and r.act = next.act and r.file_id = next.file_id
    where r.act is null or (r.sha256, r.bytes, r.storage_key) is distinct from (next.sha256, next.bytes, next.storage_key)
    on conflict (document_id, act, file_id) do update
      set sha256 = excluded.sha256, bytes = excluded.bytes, storage_key = excluded.storage_key;
end $$;

create function write_document_parts() returns trigger language plpgsql as $$
declare
  body jsonb := new.snapshot;
  former jsonb := case when tg_op = 'UPDATE' then old.snapshot::jsonb end;
  people jsonb := case jsonb_typeof(body->'participants') when 'array' then body->'participants' else '[]' end;
  deeds jsonb := case jsonb_typeof(body->'acts') when 'array' then body->'acts' else '[]' end;
  closed jsonb := case jsonb_typeof(body->'revisions') when 'array' then body->'revisions' else '[]' end;
begin
  if people is distinct from former->'participants' then
    if not jsonb_path_query_array(people, '$[*].id') @> jsonb_path_query_array(former, '$.participants[*].id') then
      delete from participants p where p.document_id = new.id
        and not exists (select from jsonb_array_elements(people) each where each->>'id' = p.id);
    end if;
    perform write_participants(new.id, people);
  end if;
  if deeds is distinct from coalesce(former->'acts', '[]') then perform write_acts(new.id, deeds); end if;
  if closed is distinct from coalesce(former->'revisions', '[]') then perform write_revisions(new.id, closed); end if;
  return null;
end $$;
-- By name behind those that follow a document's columns.
create trigger writes_parts_on_insert after insert on documents for each row execute function write_document_parts();
create trigger writes_parts_on_update after update on documents for each row
  when (old.body_version is distinct from new.body_version) execute function write_document_parts();

create function refuse_document_part() returns trigger language plpgsql as $$
begin
  raise exception 'a row of % was changed without the body of its document', tg_table_name
    using errcode = 'check_violation', hint = 'The rows follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{participants,1,name}'', ''"…"'') where id = ''…''';
end $$;
-- Within the functions above, and when a document is deleted, the depth is not 0. What the release before writes once
-- more, behind the body, is the same. An insert that meets a row is an update, hence "after insert".
create trigger participants_follow_body before update on participants for each row
  when (old.document_id <> new.document_id or pg_trigger_depth() = 0
    and (old.id, ${of('old', participantColumns)}) is distinct from (new.id, ${of('new', participantColumns)}))
  execute function refuse_document_part();
create trigger participants_begin_in_body after insert on participants for each row
  when (pg_trigger_depth() = 0) execute function refuse_document_part();
create trigger participants_end_in_body before delete on participants for each row
  when (pg_trigger_depth() = 0) execute function refuse_document_part();
create trigger acts_follow_body before update on acts for each row
  when (pg_trigger_depth() = 0 and old is distinct from new) execute function refuse_document_part();
create trigger acts_begin_in_body after insert on acts for each row
  when (pg_trigger_depth() = 0) execute function refuse_document_part();
create trigger acts_end_in_body before delete on acts for each row
  when (pg_trigger_depth() = 0) execute function refuse_document_part();
create trigger revisions_follow_body before update on revisions for each row
  when (pg_trigger_depth() = 0 and old is distinct from new) execute function refuse_document_part();
create trigger revisions_begin_in_body after insert on revisions for each row
  when (pg_trigger_depth() = 0) execute function refuse_document_part();
create trigger revisions_end_in_body before delete on revisions for each row
  when (pg_trigger_depth() = 0) execute function refuse_document_part();

-- The release before writes these behind the body; whoever else does would not be heard.
create function refuse_unread_part() returns trigger language plpgsql as $$
declare
  told jsonb := (select d.snapshot::jsonb->tg_table_name from documents d
    where d.id = case when tg_op = 'DELETE' then old.document_id else new.document_id end);
begin
  if tg_op = 'DELETE' then
    if not coalesce(told @> jsonb_build_array(jsonb_build_object('id', old.id)), false) then return old; end if;
  elsif coalesce(told @> jsonb_build_array(to_jsonb(new)), false) then
    return new;
  end if;
  raise exception 'a row of % was changed without the body of its document', tg_table_name
    using errcode = 'check_violation', hint = 'Nothing reads this table any more; change the body: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{files,0,name}'', ''"…"'') where id = ''…''';
end $$;
create trigger files_follow_body before insert or update or delete on files for each row
  when (pg_trigger_depth() = 0) execute function refuse_unread_part();
create trigger widgets_follow_body before insert or update or delete on widgets for each row
  when (pg_trigger_depth() = 0) execute function refuse_unread_part();
`
