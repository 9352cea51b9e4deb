import { documentColumns, names } from './0025-document-body.ts'

const columns = `${documentColumns}, remind_at`

/**
 * What a save and a wait for a document cost (docs/decisions/0029). A document is listed once by a save, and only when
 * something that is listed has changed; of whatever else writes a body a deferred trigger lists it, once, at the commit. A
 * document is locked, and a number's history read behind its lock, by one statement each.
 */
export const cheaperSaves = `
-- What is listed of the people of a body (\`list_document\`), as one text to compare.
create function listed_people(people jsonb) returns jsonb language plpgsql immutable as $$
begin
  return (select jsonb_agg(jsonb_build_array(p->'order', p->'name', p->'organization', p->'email_hash', p->>'status' = 'waiting',
      case when p->>'tel_found_by' is null then p->>'tel_sealed'
        when split_part(p->>'tel_found_by', '.', 2) = right(p->>'tel_sealed', 8) then split_part(p->>'tel_found_by', '.', 1) end))
    from jsonb_array_elements(people) p where p->>'order' <> '0');
end $$;

-- \`part_digests\` has a fourth: that of \`listed_people\`. By three, or none, a save is known that has listed nothing.
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
  former documents;
  saved documents;
  job jsonb;
begin
  perform require_own_body(document, parsed);
  select * into former from documents d where d.id = document for update;
  if not found then
    raise exception 'document % is saved but not there', document;
  end if;
  known := former.part_digests;
  digests := digests || case when known[1] = digests[1] then known[4]
    else sha256(convert_to(coalesce(listed_people(people)::text, ''), 'UTF8')) end;
  saved := jsonb_populate_record(former, parsed);
  for i in 1 .. coalesce(array_length(rows, 1), 0) loop
    saved.audit_sequence := saved.audit_sequence + 1;
    saved.audit_head := encode(sha256(convert_to(saved.audit_head || chr(10) || rows[i], 'UTF8')), 'hex');
    insert into audit (document_id, sequence, type, at, row, hash)
      values (document, saved.audit_sequence, types[i], instants[i], rows[i], saved.audit_head);
  end loop;
  perform set_config('musubi.from_body', 'yes', true);
  update documents set snapshot = body::json, version = new_version, body_version = saved.body_version + 1,
    part_digests = digests, audit_head = saved.audit_head, audit_sequence = saved.audit_sequence,
    ${names(columns)
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
  if known[4] is distinct from digests[4]
    or (former.status, former.title, former.sender_id, former.team_id, former.private, former.cabinet_id, former.created_at)
      is distinct from (saved.status, saved.title, saved.sender_id, saved.team_id, saved.private, saved.cabinet_id, saved.created_at)
  then
    perform list_document(document);
  end if;
  for job in select * from jsonb_array_elements(jobs) loop
    perform queue_job(job);
  end loop;
end $$;

drop trigger writes_the_listing_on_insert on documents;
drop trigger writes_the_listing_on_update on documents;
drop trigger writes_the_listing_on_insert on participants;
drop trigger writes_the_listing_on_update on participants;
drop trigger writes_the_listing_on_delete on participants;
drop function list_new_participants();
drop function list_changed_participants();
drop function list_gone_participants();
-- Also of a save that was waiting while this migration ran: it goes on as the function was before.
create constraint trigger listed_when_new after insert on documents deferrable initially deferred for each row
  execute function list_document_row();
create constraint trigger listed_with_its_body after update on documents deferrable initially deferred for each row
  when (old.body_version <> new.body_version and cardinality(new.part_digests) is distinct from 4)
  execute function list_document_row();

-- In plpgsql a statement is planned once by each connection, in sql by each call.
create or replace function grams_of(words text) returns integer[] language plpgsql immutable parallel safe as $$
begin
  return (select coalesce(array_agg(distinct g order by g), '{}') from (
    select letter, lead(letter) over (order by place) as next
    from string_to_table(words, null) with ordinality as each (letter, place)) pairs
  cross join lateral (values (-ascii(letter)), (case when next !~ '[\\n ]' then gram(letter, next) end)) as of (g)
  where letter !~ '[\\n ]' and g is not null);
end $$;
create or replace function people_facets(document text, sent boolean) returns text[] language plpgsql stable as $$
begin
  return (select coalesce(array_agg(distinct found.facet) filter (where found.facet is not null), '{}')
  from participants p cross join lateral (values
    (facet('e', p.email_hash)),
    (case when sent and p.status <> 'waiting' then facet('r', p.email_hash) end),
    (case when split_part(p.tel_found_by, '.', 2) = right(p.tel_sealed, 8)
      then facet('p', split_part(p.tel_found_by, '.', 1)) end)) found (facet)
  where p.document_id = document and p."order" > 0);
end $$;

-- Its second statement sees what was committed during the wait of its first, which a statement's subquery would not.
create function lock_document(wanted text, known text, out id text, out version text, out body json, out locked json)
  language plpgsql as $$
begin
  select d.id, d.version, case when d.version = known then null else d.snapshot end into id, version, body
    from documents d where d.id = wanted for update;
  if not found then return; end if;
  select json_object_agg(p.id, p.locked_at) into locked
    from participants p where p.document_id = wanted and p.locked_at is not null;
end $$;

-- Two parallel requests to one number, or of one team, wait for each other here and then count each other.
create function lock_sms_history(number text, team text, instant timestamptz, out sends json, out asked integer)
  language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('tel:' || number, 0));
  perform pg_advisory_xact_lock(hashtextextended('sms-team:' || team, 0));
  -- A few more than the most that a number gets in a day.
  select json_agg(s) into sends from (select created_at as at, entered_at is not null as entered from sms_messages
    where tel_hash = number and not test and created_at > instant - interval '1 day' order by created_at desc limit 60) s;
  select d.asked into asked from sms_days d
    where d.team_id = team and d.day = (instant at time zone 'Asia/Tokyo')::date;
end $$;
`
