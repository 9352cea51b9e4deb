/**
 * Rows of the feed have a life (ADR 34). They go in the order of their numbers, and the newest that has outlived itself stays, so
 * that a reader behind whom nothing was lost still finds its place. `recorded_at`: of rows of before, when this migration ran.
 * `pruned_to`: what was recorded earlier is not collected again for kinds that a later release adds.
 */
export const feedLife = `
alter table feed_rows add column recorded_at timestamptz not null default now();
alter table feed_readers add column pruned_to timestamptz not null default '-infinity';

create or replace function collect_feed(reader feed_readers) returns boolean language plpgsql set enable_seqscan = off as $$
declare
  step constant integer := 500;
  found_ids text[];
  last record;
begin
  select array_agg(p.id order by p.created_at, p.id) into found_ids from (
    select d.id, d.created_at from documents d
    where d.team_id = reader.team_id and d.status in ('awaiting', 'concluded', 'cancelled', 'imported')
      and (d.created_at, d.id) > (reader.collected_at, reader.collected_id)
    order by d.created_at, d.id limit step) p;
  insert into feed_rows (team_id, chain, sequence, at)
    select reader.team_id, e.document_id, e.sequence, max(e.at) over (partition by e.document_id order by e.sequence)
    from audit e where e.document_id = any(found_ids) and e.type = any(reader.events) and e.at >= reader.pruned_to
    order by e.document_id, e.sequence
    on conflict (chain, sequence) do update set at = excluded.at, id = excluded.id where feed_rows.number is null;
  if coalesce(array_length(found_ids, 1), 0) = step then
    select d.created_at, d.id into last from documents d where d.id = found_ids[step];
    update feed_readers f set collected_at = last.created_at, collected_id = last.id where f.team_id = reader.team_id;
    return false;
  end if;
  insert into feed_rows (team_id, chain, sequence, at)
    select e.chain, e.chain, e.sequence, max(e.at) over (order by e.sequence)
    from team_events e where e.chain = reader.team_id and e.type = any(reader.events) and e.at >= reader.pruned_to
    order by e.sequence
    on conflict (chain, sequence) do update set at = excluded.at, id = excluded.id where feed_rows.number is null;
  update feed_readers f set collected = true where f.team_id = reader.team_id;
  return true;
end $$;

-- Removes rows of one team that were recorded before, at most so many; answers how many. What nobody has read gets its numbers
-- first, for a reader sees by a number that it missed something.
create function prune_feed(team text, before timestamptz, most integer) returns integer language plpgsql
  set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  reader feed_readers;
  keep bigint;
  gone integer;
begin
  select * into reader from feed_readers f where f.team_id = team for update skip locked;
  if not found then
    return 0;
  end if;
  if exists (select from feed_rows f where f.team_id = team and f.number is null and f.recorded_at < before
    order by f.at, f.id limit 1) or not reader.collected then
    perform fill_feed(team, reader.events, most);
  end if;
  select coalesce(min(w.number) filter (where w.recorded_at >= before), max(w.number) + 1) into keep from (
    select f.number, f.recorded_at from feed_rows f where f.team_id = team and f.number is not null
    order by f.number limit most + 1) w;
  delete from feed_rows f where f.team_id = team and f.number < keep - 1;
  get diagnostics gone = row_count;
  if gone > 0 then
    update feed_readers f set pruned_to = greatest(f.pruned_to, before) where f.team_id = team;
  end if;
  return gone;
end $$;
`
