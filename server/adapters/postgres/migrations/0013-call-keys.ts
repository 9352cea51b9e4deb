/** `Idempotency-Key`s of the last day. Answers hold personal data, so they are encrypted; keys and requests are hashed. */
export const callKeys = `
create table call_keys (
  client_id text not null references clients on delete cascade,
  key_hash text not null,
  run text not null,
  alive_at timestamptz not null,
  created_at timestamptz not null,
  fingerprint text,
  document_id text,
  status integer,
  body_sealed text,
  primary key (client_id, key_hash)
);
create index call_keys_by_age on call_keys (created_at);
`
