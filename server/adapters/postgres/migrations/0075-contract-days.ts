/**
 * Days of documents' information of which senders are mailed (domain/contract-day.ts), one row each, noted by the database with
 * the information, whichever release writes it. What was past before stays quiet: only days to come are taken over. What is
 * cancelled comes to no such day, and no longer stands among those that come due.
 */
export const contractDays = `
create table contract_days (
  document_id text not null references documents on delete cascade,
  kind text not null,
  day date not null,
  -- Since when it is this one.
  set_at timestamptz not null,
  -- The last day that was told.
  mailed_for date,
  primary key (document_id, kind)
);
create index contract_days_to_mail on contract_days (day, document_id) where mailed_for is distinct from day;

create function note_contract_day(document text, noted text, noted_day date, since timestamptz) returns void
language plpgsql as $$
begin
  if noted_day is null then
    -- What was told is kept, so that the same day is not told again.
    update contract_days c set day = c.mailed_for where c.document_id = document and c.kind = noted and c.mailed_for is not null;
    delete from contract_days c where c.document_id = document and c.kind = noted and c.mailed_for is null;
  else
    insert into contract_days as c (document_id, kind, day, set_at) values (document, noted, noted_day, since)
      on conflict (document_id, kind) do update set day = excluded.day, set_at = excluded.set_at
      where c.day <> excluded.day;
  end if;
  if exists (select from documents d where d.id = document and d.status = 'cancelled') then
    delete from matters m where m.document_id = document and m.kind = noted;
  else
    perform note_day(document, noted, noted_day);
  end if;
end $$;

create or replace function follow_contract_days() returns trigger language plpgsql as $$
begin
  perform note_contract_day(new.document_id, 'contract_end', new.validity_end_at, new.updated_at);
  perform note_contract_day(new.document_id, 'notice_end', new.validity_end_notice_at, new.updated_at);
  return null;
end $$;

insert into contract_days (document_id, kind, day, set_at)
  select document_id, 'contract_end', validity_end_at, updated_at from document_attributes
    where validity_end_at >= (now() at time zone 'Asia/Tokyo')::date
  union all
  select document_id, 'notice_end', validity_end_notice_at, updated_at from document_attributes
    where validity_end_notice_at >= (now() at time zone 'Asia/Tokyo')::date;

create or replace function follow_matter(document text, kind text, told jsonb, since timestamptz) returns void language plpgsql as $$
declare
  person text := coalesce(told->>'participantId', told->>'reporteeId', '');
  past text[];
begin
  if kind = 'document.concluded' then
    delete from matters m where m.document_id = document and m.kind not in ('alert', 'contract_end', 'notice_end');
    return;
  end if;
  if kind in ('document.cancelled', 'participant.declined') then
    delete from matters m where m.document_id = document and m.kind <> 'alert';
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
delete from matters m using documents d
  where d.id = m.document_id and d.status = 'cancelled' and m.kind in ('contract_end', 'notice_end');
`
