/**
 * Bulk sending (decision 49): a list, and its rows. Each row knows from the beginning which document it becomes; the row is
 * changed in the transaction that inserts the document. What was typed lies encrypted and is erased once the document is there.
 */
export const bulkSends = `
create table bulk_sends (
  id text primary key,
  team_id text not null references teams (id),
  member_id text not null references members (id),
  via text not null check (via in ('console', 'web_api')),
  test boolean not null,
  template_id text not null,
  template_at timestamptz not null,
  act text not null check (act in ('send', 'draft')),
  link_sms boolean not null,
  about_sealed text not null,
  rows int not null,
  state text not null check (state in ('checked', 'running', 'paused', 'stopped', 'done')),
  paused_by text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- When a worker looks again; later than now after a round that failed.
  next_at timestamptz not null
);
create index bulk_sends_of_member on bulk_sends (member_id, test, id desc);
create index bulk_sends_running on bulk_sends (next_at) where state = 'running';
create index bulk_sends_by_time on bulk_sends (created_at);

create table bulk_rows (
  bulk_send_id text not null references bulk_sends (id) on delete cascade,
  row int not null,
  state text not null check (state in ('ready', 'faulty', 'left_out', 'made', 'sent', 'refused')),
  document_id text not null unique,
  -- What was typed, and what is wrong with it; empty once erased.
  content_sealed text not null,
  -- Of a row that could not be made: the refusal, without anything that was typed.
  reason jsonb,
  link text check (link in ('waiting', 'sent', 'refused')),
  tries int not null default 0,
  -- A worker has it in hand until then; of a link that waits: not before.
  taken_until timestamptz,
  changed_at timestamptz not null,
  primary key (bulk_send_id, row)
);
create index bulk_rows_ready on bulk_rows (bulk_send_id, tries, row) where state = 'ready';
create index bulk_rows_links on bulk_rows (bulk_send_id, row) where link = 'waiting';
create index bulk_rows_typed on bulk_rows (changed_at) where content_sealed <> '';
`
