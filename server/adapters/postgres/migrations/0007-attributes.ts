/** What a sender keeps about a document beside it: its management fields, and a day to think of it. */
export const attributes = `
create table document_attributes (
  document_id text primary key references documents on delete cascade,
  title text not null,
  counterparty text not null,
  contract_at date,
  validity_start_at date,
  validity_end_at date,
  validity_end_notice_at date,
  auto_update text not null check (auto_update in ('unset', 'yes', 'no')),
  local_id text not null,
  amount bigint,
  options jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table document_alerts (
  id bigint generated always as identity primary key,
  document_id text not null unique references documents on delete cascade,
  memo text not null,
  alert_at date not null,
  enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
`
