/** The tables of the main job. Kept as one string so that the bundle carries it. */
export const mainJob = `
-- Teams, members, clients, documents and everything a document's life leaves behind.
-- Ids are 32 characters that sort by time. Times are timestamptz with the precision of the clock (milliseconds).
-- Columns named *_sealed hold text encrypted with the data key; *_hash hold keyed hashes.

create table teams (
  id text primary key,
  name text not null,
  web_api_enabled boolean not null default true,
  embedded_signing boolean not null default false,
  return_url text,
  return_parameter_document text not null default 'document_id',
  return_parameter_participant text not null default 'participant_id',
  return_parameter_error text not null default 'error',
  frame_ancestors text[] not null default '{}',
  shown_sms_sender text not null default '',
  terms_version text not null default '1',
  terms_url text,
  terms_text text not null default '',
  privacy_url text,
  contact text not null default '',
  private_documents boolean not null default false,
  sms_per_day integer not null default 2000,
  copy_days integer not null default 90
);

create table members (
  id text primary key,
  team_id text not null references teams,
  name text not null,
  organization text not null,
  email text not null,
  team_administrator boolean not null default false,
  document_administrator boolean not null default false,
  document_approver boolean not null default false,
  private_document_administrator boolean not null default false,
  disabled_at timestamptz
);
create unique index members_by_email on members (lower(email));
create index members_by_team on members (team_id, id);

create table clients (
  id text primary key,
  team_id text not null references teams,
  member_id text not null references members,
  label text not null,
  ending text not null,
  id_hash text not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz,
  token_hash text unique,
  token_sealed text,
  token_expires_at timestamptz
);
create index clients_by_team on clients (team_id, id);

create table documents (
  id text primary key,
  team_id text not null references teams,
  sender_id text not null references members,
  title text not null,
  note text not null,
  message text not null,
  status text not null check (status in ('draft','awaiting','concluded','cancelled','template','imported')),
  can_transfer boolean not null,
  private boolean not null,
  sent_at timestamptz,
  concluded_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_processed_at timestamptz not null,
  decline_comment text not null default '',
  certificate_sha256 text,
  certificate_bytes bigint,
  certificate_key text,
  audit_sequence integer not null default 0,
  audit_head text not null default repeat('0', 64)
);
create index documents_of_sender on documents (sender_id, created_at desc, id desc);
create index documents_of_team on documents (team_id, id desc);
create index documents_by_certificate on documents (certificate_sha256) where certificate_sha256 is not null;

create table participants (
  id text primary key,
  document_id text not null references documents on delete cascade,
  "order" integer not null,
  member_id text,
  email_sealed text not null,
  email_hash text,
  name text not null,
  organization text not null,
  status text not null,
  access_code_sealed text not null,
  language text not null,
  tel_sealed text not null,
  recipient_id text not null,
  callback boolean not null,
  processed_at timestamptz,
  access_expires_at timestamptz,
  authenticated_at timestamptz,
  viewed_at timestamptz,
  -- The count of wrong codes lives with the participant and survives codes, sessions and restarts.
  wrong_guesses integer not null default 0,
  locked_at timestamptz
);
create index participants_of_document on participants (document_id, "order");
create index participants_by_email on participants (email_hash, document_id) where email_hash is not null;

create table files (
  id text primary key,
  document_id text not null references documents on delete cascade,
  "order" integer not null,
  name text not null,
  pages jsonb not null,
  sha256 text not null,
  bytes bigint not null,
  storage_key text not null,
  signed boolean not null,
  doc_mdp integer
);
create index files_of_document on files (document_id, "order");

create table widgets (
  id text primary key,
  document_id text not null references documents on delete cascade,
  file_id text not null,
  participant_id text not null,
  kind text not null check (kind in ('seal','text','checkbox')),
  page integer not null,
  x integer not null,
  y integer not null,
  w integer not null,
  h integer not null,
  font_size integer,
  text text not null,
  label text not null,
  required boolean not null,
  input text,
  filled boolean not null
);
create index widgets_of_document on widgets (document_id, id);

-- What has been done and must be, or is, signed. One row per act; the revisions are the bytes its signature closed.
create table acts (
  document_id text not null references documents on delete cascade,
  number integer not null,
  participant_id text not null,
  at timestamptz not null,
  signed_at timestamptz,
  primary key (document_id, number)
);
create table revisions (
  document_id text not null,
  act integer not null,
  file_id text not null,
  sha256 text not null,
  bytes bigint not null,
  storage_key text not null,
  primary key (document_id, act, file_id),
  foreign key (document_id, act) references acts on delete cascade
);
create index revisions_by_hash on revisions (sha256);

create table signing_urls (
  id text primary key,
  token_hash text not null unique,
  document_id text not null references documents on delete cascade,
  participant_id text not null,
  method text not null check (method in ('sms','simple','mail')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  used_at timestamptz,
  mismatches integer not null default 0,
  paused_until timestamptz,
  statement_sealed text
);
create index signing_urls_of_participant on signing_urls (participant_id, created_at);
create index signing_urls_of_document on signing_urls (document_id);

create table signing_sessions (
  id text primary key,
  token_hash text not null unique,
  url_id text not null references signing_urls on delete cascade,
  document_id text not null,
  participant_id text not null,
  state text not null check (state in ('matched','authenticated')),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz
);
create index signing_sessions_of_url on signing_sessions (url_id);

create table sms_codes (
  id text primary key,
  participant_id text not null references participants on delete cascade,
  session_id text not null,
  hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  wrong_guesses integer not null default 0,
  used_at timestamptz
);
create index sms_codes_of_participant on sms_codes (participant_id, created_at);

-- No foreign keys: an SMS that went out is a fact of its own and is counted after its draft is gone.
create table sms_messages (
  id text primary key,
  team_id text not null,
  document_id text not null,
  participant_id text not null,
  tel_sealed text not null,
  tel_hash text not null,
  text_sealed text,
  state text not null,
  provider_id text,
  segments integer,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null
);
create index sms_messages_by_number on sms_messages (tel_hash, created_at desc);
create index sms_messages_by_team on sms_messages (team_id, created_at desc);
create index sms_messages_of_document on sms_messages (document_id, created_at);
create index sms_messages_with_text on sms_messages (expires_at) where text_sealed is not null;

-- Evaluation's virtual phone and mailbox.
create table outbox_sms (
  id bigint generated always as identity primary key,
  tel text not null,
  text text not null,
  sent_at timestamptz not null
);
create table outbox_mails (
  id bigint generated always as identity primary key,
  recipient text not null,
  subject text not null,
  text text not null,
  html text,
  sent_at timestamptz not null
);

-- The audit trail. Rows outlive their document; nothing changes or removes them.
create table audit (
  document_id text not null,
  sequence integer not null,
  type text not null,
  at timestamptz not null,
  row text not null,
  hash text not null,
  primary key (document_id, sequence)
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are append-only';
end $$;
create trigger audit_is_append_only before update or delete on audit
  for each row execute function refuse_change();
create trigger audit_is_never_truncated before truncate on audit
  for each statement execute function refuse_change();

-- Appends rows to a document's chain: hash(n) = SHA-256(hash(n-1) in hex, newline, row). The document's row is the
-- chain's lock and keeps its head. What follows from the facts (jobs) is written in the same transaction.
create function record_facts(document text, types text[], instants timestamptz[], rows text[], jobs jsonb)
returns void language plpgsql as $$
declare
  head text;
  n integer;
  job jsonb;
begin
  select audit_head, audit_sequence into head, n from documents where id = document for update;
  if not found then
    select a.hash, a.sequence into head, n from audit a where a.document_id = document order by a.sequence desc limit 1;
    head := coalesce(head, repeat('0', 64));
    n := coalesce(n, 0);
  end if;
  for i in 1 .. coalesce(array_length(rows, 1), 0) loop
    n := n + 1;
    head := encode(sha256(convert_to(head || chr(10) || rows[i], 'UTF8')), 'hex');
    insert into audit (document_id, sequence, type, at, row, hash)
      values (document, n, types[i], instants[i], rows[i], head);
  end loop;
  update documents set audit_head = head, audit_sequence = n where id = document;
  for job in select * from jsonb_array_elements(jobs) loop
    perform graphile_worker.add_job(job->>'task', (job->'payload')::json, max_attempts => (job->>'attempts')::int,
      job_key => job->>'key', job_key_mode => 'preserve_run_at');
  end loop;
end $$;
`
