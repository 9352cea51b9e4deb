import { documentColumns, names } from './0025-document-body.ts'

/**
 * A job that follows from an event is put into graphile-worker's table by one insert, as its `add_job` would put it.
 * `add_job` takes a set of jobs apart in five statements, which are planned anew for each call: 2 ms of the 3.5 ms that a
 * save with a job cost. Acts and revisions that left a body are looked for only where there are more rows than parts.
 */
export const queuedAtOnce = `
create function queue_job(job jsonb) returns void language plpgsql as $$
begin
  insert into graphile_worker._private_jobs (task_id, payload, max_attempts, key)
    select task.id, (job->'payload')::json, (job->>'attempts')::smallint, job->>'key'
    from graphile_worker._private_tasks task where task.identifier = job->>'task'
    on conflict (key) do nothing;
  if found then
    perform pg_notify('jobs:insert', json_build_object('r', random()::text, 'count', 1)::text);
  else
    -- Its key is there already, or nobody has asked for this task yet: the library's own rules say what then.
    perform graphile_worker.add_job(job->>'task', (job->'payload')::json, max_attempts => (job->>'attempts')::int,
      job_key => job->>'key', job_key_mode => 'preserve_run_at');
  end if;
end $$;

create or replace function record_facts(document text, types text[], instants timestamptz[], rows text[], jobs jsonb)
  returns void language plpgsql as $$
declare
  head text;
  n integer;
  job jsonb;
begin
  select audit_head, audit_sequence into head, n from documents where id = document for update;
  if not found then
    select a.hash, a.sequence into head, n from audit a where a.document_id = document order by a.sequence desc limit 1;
    head := coalesce(head, repeat('0', 64));
    n := coalesce(n, 0);
  end if;
  for i in 1 .. coalesce(array_length(rows, 1), 0) loop
    n := n + 1;
    head := encode(sha256(convert_to(head || chr(10) || rows[i], 'UTF8')), 'hex');
    insert into audit (document_id, sequence, type, at, row, hash)
      values (document, n, types[i], instants[i], rows[i], head);
  end loop;
  update documents set audit_head = head, audit_sequence = n where id = document;
  for job in select * from jsonb_array_elements(jobs) loop
    perform queue_job(job);
  end loop;
end $$;

create or replace function write_acts(document text, deeds jsonb) returns void language plpgsql
  set enable_seqscan = off as $$
begin
  insert into acts (document_id, number, participant_id, at, signed_at)
    select document, next.number, next.participant_id, next.at, next.signed_at
    from jsonb_populate_recordset(null::acts, deeds) next
      left join acts a on a.document_id = document and a.number = next.number
    where a.number is null
      or (a.participant_id, a.at, a.signed_at) is distinct from (next.participant_id, next.at, next.signed_at)
    on conflict (document_id, number) do update
      set participant_id = excluded.participant_id, at = excluded.at, signed_at = excluded.signed_at;
  if (select count(*) from acts a where a.document_id = document) > jsonb_array_length(deeds) then
    delete from acts a where a.document_id = document
      and not exists (select from jsonb_array_elements(deeds) each where (each->>'number')::integer = a.number);
  end if;
end $$;

create or replace function write_revisions(document text, closed jsonb) returns void language plpgsql
  set enable_seqscan = off as $$
begin
  insert into revisions (document_id, act, file_id, sha256, bytes, storage_key)
    select document, next.act, next.file_id, next.sha256, next.bytes, next.storage_key
    from jsonb_populate_recordset(null::revisions, closed) next
      left join revisions r on r.document_id = document and r.act = next.act and r.file_id = next.file_id
    where r.act is null or (r.sha256, r.bytes, r.storage_key) is distinct from (next.sha256, next.bytes, next.storage_key)
    on conflict (document_id, act, file_id) do update
      set sha256 = excluded.sha256, bytes = excluded.bytes, storage_key = excluded.storage_key;
  if (select count(*) from revisions r where r.document_id = document) > jsonb_array_length(closed) then
    delete from revisions r where r.document_id = document and not exists (select from jsonb_array_elements(closed) each
      where (each->>'act')::integer = r.act and each->>'file_id' = r.file_id);
  end if;
end $$;

create or replace function save_document(document text, new_version text, body text, types text[], instants timestamptz[],
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
    perform queue_job(job);
  end loop;
end $$;
`
