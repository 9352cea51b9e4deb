import { documentColumns, of, participantColumns } from './0025-document-body.ts'

const columns = `${documentColumns}, remind_at`
const alone = `pg_trigger_depth() = 1 and current_setting('musubi.from_body', true) is distinct from 'yes'`

/**
 * The condition of a trigger, and that of a check, is read from its text by every statement; a function reads its own once a
 * connection. Conditions took an eighth of what PostgreSQL computes for an agreement (docs/decisions/0029). What they decided is
 * decided at the beginning of the functions here, and what followed an event by four triggers follows it by one. The functions
 * that every change calls are planned once a connection instead of six times.
 */
export const conditionsInFunctions = `
-- What waits for senders (migration 0052), as the event says.
create function follow_matter(document text, kind text, told jsonb, since timestamptz) returns void language plpgsql as $$
declare
  person text := coalesce(told->>'participantId', told->>'reporteeId', '');
  past text[];
begin
  if kind in ('document.concluded', 'document.cancelled', 'participant.declined') then
    delete from matters m where m.document_id = document and m.kind not in ('alert', 'contract_end', 'notice_end');
    return;
  end if;
  past := case kind
    when 'participant.unlocked' then array['locked']
    when 'participant.tel_corrected' then array['tel_request', 'sms']
    when 'participant.authenticated' then array['tel_request', 'sms']
    when 'tel_request.approved' then array['tel_request']
    when 'tel_request.refused' then array['tel_request']
    when 'sms_code.requested' then array['sms']
    when 'link_sms.requested' then array['sms']
    when 'turn.started' then array['mail']
    when 'participant.consented' then array['tel_request', 'sms', 'mail', 'turn', 'locked']
    when 'participant.transferred' then array['tel_request', 'sms', 'mail', 'locked']
    when 'acts.reopened' then array['sealing']
  end;
  if past is not null then
    delete from matters m where m.document_id = document and m.kind = any(past)
      and (m.participant_id = person or m.kind = 'sealing');
  end if;
  case kind
    when 'tel_request.made' then perform note_matter(document, 'tel_request', person, since);
    when 'participant.locked' then perform note_matter(document, 'locked', person, since);
    when 'sms.undelivered', 'sms.rejected' then
      -- Of an SMS before the newest, or of somebody whose number is proven, nothing needs mending.
      if exists (select from sms_messages s join participants p on p.id = s.participant_id
          where s.id = told->>'smsId' and p.authenticated_at is null and not exists (
            select from sms_messages later where later.document_id = s.document_id
              and later.participant_id = s.participant_id and later.created_at > s.created_at)) then
        perform note_matter(document, 'sms', person, since);
      end if;
    when 'turn.started' then
      perform note_matter(document, 'turn', person, (told->>'expiresAt')::timestamptz);
    when 'sealing.failed' then perform note_matter(document, 'sealing', '', since);
    when 'mail.rejected' then
      -- After the end there is no one to ask again.
      if exists (select from documents d where d.id = document and d.status = 'awaiting') then
        perform note_matter(document, 'mail', person, since);
      end if;
    else null;
  end case;
end $$;

-- All that follows an event at once. Whoever is to hear of it is found by one statement.
create function follow_event() returns trigger language plpgsql as $$
declare
  team text;
  fed boolean;
  heard boolean;
begin
  select d.team_id, new.type = any(f.events),
      exists (select from webhook_endpoints e where e.team_id = d.team_id and e.removed_at is null and new.type = any(e.events))
    into team, fed, heard
    from documents d left join feed_readers f on f.team_id = d.team_id where d.id = new.document_id;
  if fed then
    insert into feed_rows (team_id, chain, sequence) values (team, new.document_id, new.sequence) on conflict do nothing;
  end if;
  if heard then
    perform write_webhook_deliveries(team, new.document_id, new.document_id, new.sequence, new.type, new.at);
  end if;
  if new.type in ('document.concluded', 'document.cancelled', 'participant.declined', 'participant.unlocked',
    'participant.tel_corrected', 'participant.authenticated', 'participant.consented', 'participant.transferred',
    'tel_request.made', 'tel_request.approved', 'tel_request.refused', 'sms_code.requested', 'link_sms.requested',
    'sms.undelivered', 'sms.rejected', 'mail.rejected', 'turn.started', 'participant.locked', 'acts.reopened',
    'sealing.failed')
  then
    perform follow_matter(new.document_id, new.type, new.row::jsonb, new.at);
  end if;
  if new.type = 'approval.requested' then
    insert into approvals_waiting
      select d.id, d.team_id, d.sender_id, new.row::jsonb->>'approverId', new.at from documents d where d.id = new.document_id
      on conflict (document_id) do update set approver_id = excluded.approver_id, asked_at = excluded.asked_at;
  elsif new.type in ('approval.given', 'approval.returned', 'document.sent') then
    delete from approvals_waiting where document_id = new.document_id;
  end if;
  -- Where the team wants an approval, the event of the sending names it, whichever release sends (migration 0061).
  if new.type = 'document.sent' and not new.row::jsonb ? 'approval' and exists (
    select from documents d join teams t on t.id = d.team_id where d.id = new.document_id and t.approval_required)
  then
    raise exception 'document % was to be sent without its approval', new.document_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
drop trigger audit_is_delivered on audit;
drop trigger matters_follow_events on audit;
drop trigger approvals_follow_events on audit;
drop trigger sendings_name_their_approval on audit;
drop function deliver_document_event();
drop function follow_matters();
drop function follow_approvals();
drop function refuse_sending_unapproved();
create trigger events_are_followed after insert on audit for each row execute function follow_event();

create or replace function write_document_columns() returns trigger language plpgsql as $$
declare
  body jsonb;
begin
  -- Of a body that \`save_document\` writes the columns are there.
  if tg_op = 'INSERT' or current_setting('musubi.from_body', true) is distinct from 'yes' then
    body := new.snapshot;
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
  end if;
  if tg_op = 'UPDATE' and (new.test <> old.test or (new.test and (new.snapshot->>'test') is distinct from 'true')) then
    raise exception 'whether % % is a test never changes', tg_table_name, new.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger body_writes_columns_anew on documents;
create trigger body_writes_columns_anew before update of snapshot on documents for each row execute function write_document_columns();

create or replace function refuse_document_columns() returns trigger language plpgsql as $$
begin
  if old.body_version <> new.body_version then
    return new;
  end if;
  if new.test <> old.test then
    raise exception 'whether % % is a test never changes', tg_table_name, new.id using errcode = 'check_violation';
  end if;
  if (${of('old', columns)}) is not distinct from (${of('new', columns)}) then
    return new;
  end if;
  raise exception 'a column of document % was changed without its body', new.id
    using errcode = 'check_violation', hint = 'The columns follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{title}'', ''"…"'') where id = ''…''';
end $$;
drop trigger columns_follow_body on documents;
create trigger columns_follow_body before update of ${columns}, test on documents for each row
  execute function refuse_document_columns();
drop trigger test_is_for_ever on documents;
drop function refuse_other_test();

-- Counts, the recipients' side and, where something else than \`save_document\` wrote the body, its parts.
create function follow_document_row() returns trigger language plpgsql as $$
declare
  body jsonb;
begin
  if (old.status, old.private, old.sender_id, old.team_id) is distinct from (new.status, new.private, new.sender_id, new.team_id) then
    perform count_listed(scope_of(old.test, old.sender_id), scope_of(old.test, old.team_id), old.status, old.private, -1);
    perform count_listed(scope_of(new.test, new.sender_id), scope_of(new.test, new.team_id), new.status, new.private, 1);
  end if;
  if new.status <> 'draft' and (old.status, old.sender_id, old.last_processed_at)
    is distinct from (new.status, new.sender_id, new.last_processed_at)
  then
    update received_documents set sender_id = new.sender_id, status = new.status,
      last_processed_at = new.last_processed_at where document_id = new.id;
  end if;
  if new.part_digests is null and old.body_version <> new.body_version then
    body := new.snapshot;
    perform write_participants(new.id, part_of_body(body, 'participants'));
    perform remove_participants(new.id, part_of_body(body, 'participants'));
    perform write_acts(new.id, part_of_body(body, 'acts'));
    perform write_revisions(new.id, part_of_body(body, 'revisions'));
  end if;
  return null;
end $$;
drop trigger count_changed_document on documents;
drop trigger received_follow_document on documents;
drop trigger writes_parts_on_update on documents;
drop function follow_document();
create trigger rows_follow_document after update of snapshot, status, private, sender_id, team_id, last_processed_at on documents
  for each row execute function follow_document_row();

create function list_unlisted_row() returns trigger language plpgsql as $$
begin
  if cardinality(new.part_digests) is distinct from 4 then perform list_document(new.id); end if;
  return null;
end $$;
drop trigger listed_with_its_body on documents;
create constraint trigger listed_with_its_body after update of snapshot on documents deferrable initially deferred for each row
  execute function list_unlisted_row();

-- Rows of parts, whoever writes them. Within functions of other triggers the depth is more than one.
create or replace function refuse_changed_participant() returns trigger language plpgsql as $$
begin
  if old.document_id = new.document_id and (not (${alone}) or (old.id, ${of('old', participantColumns)})
    is not distinct from (new.id, ${of('new', participantColumns)})) then
    return new;
  end if;
  raise exception 'a row of participants was changed without the body of its document'
    using errcode = 'check_violation', hint = 'The rows follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{participants,1,name}'', ''"…"'') where id = ''…''';
end $$;
drop trigger participants_follow_body on participants;
create trigger participants_follow_body before update of id, document_id, ${participantColumns} on participants for each row
  execute function refuse_changed_participant();

create function refuse_part_alone() returns trigger language plpgsql as $$
begin
  if not (${alone}) then return new; end if;
  if tg_op = 'UPDATE' and old is not distinct from new then return new; end if;
  raise exception 'a row of % was changed without the body of its document', tg_table_name
    using errcode = 'check_violation', hint = 'The rows follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{participants,1,name}'', ''"…"'') where id = ''…''';
end $$;
drop trigger participants_begin_in_body on participants;
drop trigger acts_follow_body on acts;
drop trigger acts_begin_in_body on acts;
drop trigger revisions_follow_body on revisions;
drop trigger revisions_begin_in_body on revisions;
create trigger participants_begin_in_body after insert on participants for each row execute function refuse_part_alone();
create trigger acts_follow_body before update on acts for each row execute function refuse_part_alone();
create trigger acts_begin_in_body after insert on acts for each row execute function refuse_part_alone();
create trigger revisions_follow_body before update on revisions for each row execute function refuse_part_alone();
create trigger revisions_begin_in_body after insert on revisions for each row execute function refuse_part_alone();

create or replace function receive_document() returns trigger language plpgsql as $$
begin
  -- A turn begins, or an address changes; what happens later in the turn changes nothing here.
  if tg_op = 'UPDATE' and (old.email_hash, old."order" > 0, old.status = 'waiting')
    is not distinct from (new.email_hash, new."order" > 0, new.status = 'waiting') then
    return null;
  end if;
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
drop trigger receive_at_once on participants;
drop trigger receive_in_turn on participants;
create trigger receive_at_once after insert on participants for each row execute function receive_document();
create trigger receive_in_turn after update on participants for each row execute function receive_document();

-- What these ask, within them too, is asked for one document by its id: one plan serves them all. Without this each connection
-- plans each statement with its values five times, before it plans the one that it keeps.
alter function save_document(text, text, text, text[], timestamptz[], text[], jsonb) set plan_cache_mode = force_generic_plan;
alter function record_facts(text, text[], timestamptz[], text[], jsonb) set plan_cache_mode = force_generic_plan;
alter function lock_document(text, text) set plan_cache_mode = force_generic_plan;
alter function lock_sms_history(text, text, timestamptz) set plan_cache_mode = force_generic_plan;
alter function list_document(text) set plan_cache_mode = force_generic_plan;
alter function write_document_parts() set plan_cache_mode = force_generic_plan;
`
