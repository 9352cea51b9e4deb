/**
 * How many SMS a team asked for on each day of Tokyo, so that the limit of a day is one row to read and not thousands; and
 * what a segment costs, in sen (a hundredth of a yen), by which the console estimates. The trigger counts for a release before,
 * too.
 */
export const countedSms = `
-- As an insert locks them, so that neither waits for the other in a circle; and nothing is inserted between count and trigger.
lock table sms_messages in share row exclusive mode;
alter table teams add column sms_price_sen integer not null default 0;

create table sms_days (
  team_id text not null references teams (id),
  day date not null,
  asked integer not null,
  primary key (team_id, day)
);
insert into sms_days select team_id, (created_at at time zone 'Asia/Tokyo')::date, count(*) from sms_messages
  where created_at > now() - interval '2 days' group by 1, 2;

create function count_sms() returns trigger language plpgsql as $$
begin
  insert into sms_days as d values (new.team_id, (new.created_at at time zone 'Asia/Tokyo')::date, 1)
    on conflict (team_id, day) do update set asked = d.asked + 1;
  return null;
end $$;
create trigger count_sms after insert on sms_messages for each row execute function count_sms();
`
