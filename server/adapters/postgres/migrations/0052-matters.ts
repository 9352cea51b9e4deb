/**
 * What waits for senders and what comes due (domain/matter.ts), one row each, so that the first page of a member costs a few
 * looks at an index whatever the number of their documents. Triggers note and forget it with the event that says so,
 * whichever release records it. Nothing is noted of test documents.
 */
export const matters = `
create table matters (
  document_id text not null references documents on delete cascade,
  kind text not null,
  -- Empty: it is about the document as a whole.
  participant_id text not null,
  team_id text not null,
  sender_id text not null,
  at timestamptz not null,
  primary key (document_id, kind, participant_id)
);
create index matters_of_sender on matters (sender_id, kind, at, document_id, participant_id);
create index matters_of_team on matters (team_id, kind, at, document_id, participant_id);
create index documents_concluded_of_sender on documents (sender_id, concluded_at, id)
  where status = 'concluded' and not test;

create function note_matter(document text, matter text, person text, since timestamptz) returns void
language sql as $$
  insert into matters (document_id, kind, participant_id, team_id, sender_id, at)
    select d.id, matter, person, d.team_id, d.sender_id, since from documents d where d.id = document and not d.test
    on conflict (document_id, kind, participant_id) do update set at = excluded.at
$$;

create function follow_matters() returns trigger language plpgsql as $$
declare
  told jsonb := new.row::jsonb;
  person text := coalesce(told->>'participantId', told->>'reporteeId', '');
  past text[];
begin
  if new.type in ('document.concluded', 'document.cancelled', 'participant.declined') then
    delete from matters m where m.document_id = new.document_id and m.kind not in ('alert', 'contract_end', 'notice_end');
    return null;
  end if;
  past := case new.type
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
    delete from matters m where m.document_id = new.document_id and m.kind = any(past)
      and (m.participant_id = person or m.kind = 'sealing');
  end if;
  case new.type
    when 'tel_request.made' then perform note_matter(new.document_id, 'tel_request', person, new.at);
    when 'participant.locked' then perform note_matter(new.document_id, 'locked', person, new.at);
    when 'sms.undelivered', 'sms.rejected' then
      -- Of an SMS before the newest, or of somebody whose number is proven, nothing needs mending.
      if exists (select from sms_messages s join participants p on p.id = s.participant_id
          where s.id = told->>'smsId' and p.authenticated_at is null and not exists (
            select from sms_messages later where later.document_id = s.document_id
              and later.participant_id = s.participant_id and later.created_at > s.created_at)) then
        perform note_matter(new.document_id, 'sms', person, new.at);
      end if;
    when 'turn.started' then
      perform note_matter(new.document_id, 'turn', person, (told->>'expiresAt')::timestamptz);
    when 'sealing.failed' then perform note_matter(new.document_id, 'sealing', '', new.at);
    when 'mail.rejected' then
      -- After the end there is no one to ask again.
      if exists (select from documents d where d.id = new.document_id and d.status = 'awaiting') then
        perform note_matter(new.document_id, 'mail', person, new.at);
      end if;
    else null;
  end case;
  return null;
end $$;
create trigger matters_follow_events after insert on audit for each row
  when (new.type in ('document.concluded', 'document.cancelled', 'participant.declined', 'participant.unlocked',
    'participant.tel_corrected', 'participant.authenticated', 'participant.consented', 'participant.transferred',
    'tel_request.made', 'tel_request.approved', 'tel_request.refused', 'sms_code.requested', 'link_sms.requested',
    'sms.undelivered', 'sms.rejected', 'mail.rejected', 'turn.started', 'participant.locked', 'acts.reopened',
    'sealing.failed'))
  execute function follow_matters();

-- A day begins in Tokyo.
create function note_day(document text, matter text, day date) returns void language plpgsql as $$
begin
  if day is null then
    delete from matters m where m.document_id = document and m.kind = matter;
  else
    perform note_matter(document, matter, '', day::timestamp at time zone 'Asia/Tokyo');
  end if;
end $$;

create function follow_alert() returns trigger language plpgsql as $$
begin
  perform note_day(new.document_id, 'alert', case when new.enabled then new.alert_at end);
  return null;
end $$;
create trigger alert_comes_due after insert or update of alert_at, enabled on document_alerts
  for each row execute function follow_alert();

create function follow_contract_days() returns trigger language plpgsql as $$
begin
  perform note_day(new.document_id, 'contract_end', new.validity_end_at);
  perform note_day(new.document_id, 'notice_end', new.validity_end_notice_at);
  return null;
end $$;
create trigger contract_days_come_due after insert or update of validity_end_at, validity_end_notice_at
  on document_attributes for each row execute function follow_contract_days();

-- What there is already.
insert into matters (document_id, kind, participant_id, team_id, sender_id, at)
  select d.id, 'turn', p.id, d.team_id, d.sender_id, p.access_expires_at
    from documents d join participants p on p.document_id = d.id
    where d.status = 'awaiting' and not d.test and p.access_expires_at is not null and p."order" > 0
      and p.status in ('delivering', 'confirming')
  union all
  select d.id, 'locked', p.id, d.team_id, d.sender_id, p.locked_at
    from participants p join documents d on d.id = p.document_id
    where p.locked_at is not null and d.status = 'awaiting' and not d.test
  union all
  select d.id, 'sealing', '', d.team_id, d.sender_id, d.updated_at from documents d
    where d.status = 'awaiting' and not d.test and d.snapshot->'sealing'->>'failed_at' is not null
  union all
  select d.id, 'tel_request', p->>'id', d.team_id, d.sender_id, (p->'tel_request'->>'asked_at')::timestamptz
    from documents d cross join lateral json_array_elements(d.snapshot->'participants') p
    where d.status = 'awaiting' and not d.test and p->'tel_request'->>'state' = 'open'
      and p->>'authenticated_at' is null
  union all
  select distinct on (p.id) d.id, 'sms', p.id, d.team_id, d.sender_id, s.changed_at
    from sms_messages s join documents d on d.id = s.document_id join participants p on p.id = s.participant_id
    where s.state in ('undelivered', 'expired', 'rejected') and d.status = 'awaiting' and not d.test
      and p.authenticated_at is null and p.status in ('delivering', 'confirming')
      and not exists (select from sms_messages later where later.document_id = s.document_id
        and later.participant_id = s.participant_id and later.created_at > s.created_at)
  union all
  select d.id, 'alert', '', d.team_id, d.sender_id, a.alert_at::timestamp at time zone 'Asia/Tokyo'
    from document_alerts a join documents d on d.id = a.document_id where a.enabled and not d.test
  union all
  select d.id, 'contract_end', '', d.team_id, d.sender_id, a.validity_end_at::timestamp at time zone 'Asia/Tokyo'
    from document_attributes a join documents d on d.id = a.document_id
    where a.validity_end_at is not null and not d.test
  union all
  select d.id, 'notice_end', '', d.team_id, d.sender_id,
      a.validity_end_notice_at::timestamp at time zone 'Asia/Tokyo'
    from document_attributes a join documents d on d.id = a.document_id
    where a.validity_end_notice_at is not null and not d.test;
`
