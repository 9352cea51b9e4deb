/**
 * What a team reads of all its SMS and mails: by state and time, tests left out. `reason`: the gateway's own word, or ours, for
 * why an SMS stands where it does. Whether a mail is of a test is noted with its row, whichever release writes it.
 */
export const messageLogs = `
alter table sms_messages add column reason text not null default '';
create index sms_messages_by_state on sms_messages (team_id, state, created_at, id) where not test;

alter table mail_log add column test boolean not null default false;
update mail_log m set test = true from documents d where d.id = m.document_id and d.test;
create index mail_log_by_state on mail_log (team_id, state, at, document_id, reader_id, kind, occasion) where not test;

create function mark_test_mail() returns trigger language plpgsql as $$
begin
  new.test := coalesce((select d.test from documents d where d.id = new.document_id), false);
  return new;
end $$;
create trigger mark_test_mail before insert on mail_log for each row execute function mark_test_mail();
`
