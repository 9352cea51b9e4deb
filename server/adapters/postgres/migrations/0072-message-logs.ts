/**
 * What a team reads of all its SMS and mails: by state and time, tests left out. `reason`: the gateway's own word, or ours, for
 * why an SMS stands where it does; a receipt that comes too early keeps its `code` for it. Whether a mail is of a test is noted
 * with its row, whichever release writes it. Columns alone, so that no table is locked longer than a moment: rows and indexes
 * follow in transactions of their own (0078 to 0080).
 */
export const messageLogs = `
alter table sms_messages add column reason text not null default '';
alter table sms_receipts add column code text not null default '';

alter table mail_log add column test boolean not null default false;

create function mark_test_mail() returns trigger language plpgsql as $$
begin
  new.test := coalesce((select d.test from documents d where d.id = new.document_id), false);
  return new;
end $$;
create trigger mark_test_mail before insert on mail_log for each row execute function mark_test_mail();
`
