/**
 * Which gateway took a text, and receipts (domain/sms-message.ts). A receipt may be late, doubled or contradictory, so
 * the state goes forward only, whoever writes: an arrival outweighs a failure, of two failures the first stays, and the
 * outcome does not depend on the order in which they came. `submitting` goes back to `queued` where the gateway certainly
 * did not take the text.
 */
export const smsReceipts = `
alter table sms_messages add column gateway text;
create index sms_messages_by_provider on sms_messages (gateway, provider_id) where provider_id is not null;

-- Receipts for an id that no message has yet: they came before the gateway's answer was recorded.
create table sms_receipts (
  gateway text not null,
  provider_id text not null,
  state text not null,
  received_at timestamptz not null,
  primary key (gateway, provider_id, state)
);
create index sms_receipts_by_age on sms_receipts (received_at);

create function sms_rank(state text) returns integer language sql immutable as $$
  select case state when 'queued' then 0 when 'submitting' then 1 when 'submitted' then 2 when 'unknown' then 2
    when 'undelivered' then 3 when 'expired' then 3 when 'rejected' then 3 when 'delivered' then 4 else 2 end
$$;

create function keep_sms_forward() returns trigger language plpgsql as $$
begin
  if sms_rank(new.state) <= sms_rank(old.state) and not (old.state = 'submitting' and new.state = 'queued') then
    new.state := old.state;
  end if;
  return new;
end $$;
create trigger keep_forward before update of state on sms_messages
  for each row execute function keep_sms_forward();
`
