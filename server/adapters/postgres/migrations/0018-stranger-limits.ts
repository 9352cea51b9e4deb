/** What strangers may spend, in windows; and the indexes by which rows that nobody needs any more are found. */
export const strangerLimits = `
create table stranger_limits (
  key_hash text primary key,
  taken integer not null,
  ends_at timestamptz not null
);
create index stranger_limits_by_end on stranger_limits (ends_at);
create index signing_sessions_by_start on signing_sessions (created_at);
create index signing_urls_by_expiry on signing_urls (expires_at);
`
