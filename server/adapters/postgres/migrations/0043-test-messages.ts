/**
 * What was said to the people of test documents, by SMS and by mail: it stays here, for the team to read. SMS of test documents are
 * counted neither in a team's day nor in its usage. `receipt_at`: of an SMS that a slow phone gets later.
 */
export const testMessages = `
alter table sms_messages add column test boolean not null default false;
drop trigger count_sms on sms_messages;
create trigger count_sms after insert on sms_messages for each row when (not new.test) execute function count_sms();

create table test_messages (
  id text primary key,
  team_id text not null references teams (id),
  document_id text not null,
  kind text not null check (kind in ('sms', 'mail')),
  -- Of two tries of one message the first stays.
  key text not null unique,
  content_sealed text not null,
  created_at timestamptz not null,
  receipt_at timestamptz
);
create index test_messages_of_team on test_messages (team_id, kind, id);
create index test_messages_by_time on test_messages (created_at);
create index test_messages_slow on test_messages (receipt_at) where receipt_at is not null;
`
