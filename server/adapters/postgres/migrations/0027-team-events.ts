/**
 * What happens to a team besides its documents, and what is refused: rows in chains, one for each team and one of the
 * installation. The trigger numbers and chains whatever is inserted, under a lock of the chain, as `record_facts` does
 * for documents: hash(n) = SHA-256(hash(n-1) in hex, newline, row). So a row that would break a chain cannot be added.
 */
export const teamEvents = `
create table team_events (
  chain text not null,
  sequence integer not null,
  kind text not null,
  type text not null,
  at timestamptz not null,
  row text not null,
  hash text not null,
  primary key (chain, sequence)
);
create index team_events_by_time on team_events (chain, at desc, sequence desc);
create index team_events_by_kind on team_events (chain, kind, at desc, sequence desc);

create function chain_team_event() returns trigger language plpgsql as $$
declare
  head text;
  n integer;
begin
  perform pg_advisory_xact_lock(7307, hashtext(new.chain));
  select hash, sequence into head, n from team_events where chain = new.chain order by sequence desc limit 1;
  new.sequence := coalesce(n, 0) + 1;
  new.hash := encode(sha256(convert_to(coalesce(head, repeat('0', 64)) || chr(10) || new.row, 'UTF8')), 'hex');
  return new;
end $$;
create trigger team_events_are_chained before insert on team_events
  for each row execute function chain_team_event();
create trigger team_events_are_append_only before update or delete on team_events
  for each row execute function refuse_change();
create trigger team_events_are_never_truncated before truncate on team_events
  for each statement execute function refuse_change();
alter table team_events enable always trigger team_events_are_chained;
alter table team_events enable always trigger team_events_are_append_only;
alter table team_events enable always trigger team_events_are_never_truncated;
`
