/**
 * Evidence records (RFC 4998): of each day a hash tree with one time stamp, of each concluded document where it stands in one.
 * The database itself notes which documents wait for a tree, whichever release or hand writes; of test documents none.
 */
export const evidenceRecords = `
create table evidence_trees (
  id bigint generated always as identity primary key,
  -- Everything concluded before this stands in it or in an earlier one; null: its leaves are time stamps of other trees.
  covers_until timestamptz,
  leaves integer not null,
  -- All hashes, one level behind the other (domain/hash-tree.ts).
  nodes bytea not null,
  token bytea not null,
  at timestamptz not null,
  until timestamptz not null,
  renewed_by bigint references evidence_trees,
  renewed_position integer
);
-- Read in pieces of 32 bytes, which a compressed value could not be.
alter table evidence_trees alter column nodes set storage external;
create index evidence_trees_to_renew on evidence_trees (until) where renewed_by is null;

-- A document in the state that its archive of this number closed, and the hashes that stand in the tree together.
create table evidence_documents (
  document_id text not null references documents on delete cascade,
  number integer not null,
  since timestamptz not null,
  tree_id bigint references evidence_trees,
  position integer,
  hashes bytea,
  primary key (document_id, number)
);
create index evidence_documents_waiting on evidence_documents (since, document_id) where tree_id is null;

-- The last rows of trails, as the trees have them.
create table evidence_heads (
  chain text not null,
  kind text not null check (kind in ('document', 'team')),
  tree_id bigint not null references evidence_trees,
  position integer not null,
  sequence integer not null,
  hash text not null,
  primary key (chain, tree_id)
);

create table evidence_turn (
  single boolean primary key default true check (single),
  version bigint not null default 0,
  done_until timestamptz,
  tried_at timestamptz,
  renewal_tried_at timestamptz
);
insert into evidence_turn default values;

-- Rows come in the order of their times, so that a few pages say where a day begins.
create index audit_by_day on audit using brin (at) with (pages_per_range = 32, autosummarize = on);
create index team_events_by_day on team_events using brin (at) with (pages_per_range = 32, autosummarize = on);

create function await_evidence() returns trigger language plpgsql as $$
declare
  closed record;
begin
  -- The archives were written from the body before (their trigger's name comes first).
  select number, at into closed from archived_files where document_id = new.id and file_id = '' and newest;
  insert into evidence_documents (document_id, number, since)
    values (new.id, coalesce(closed.number, 0), coalesce(closed.at, new.concluded_at))
    on conflict do nothing;
  return null;
end $$;
create trigger evidence_follows_body after update of snapshot on documents for each row
  when (new.concluded_at is not null and not new.test) execute function await_evidence();

insert into evidence_documents (document_id, number, since)
  select d.id, coalesce(a.number, 0), coalesce(a.at, d.concluded_at)
  from documents d left join archived_files a on a.document_id = d.id and a.file_id = '' and a.newest
  where d.status = 'concluded' and d.concluded_at is not null and not d.test;
`
