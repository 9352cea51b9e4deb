/** How many calls each client has made in its present minute. Not worth a disk write of its own: lost in a crash, it begins anew. */
export const callWindows = `
create unlogged table call_windows (
  client_id text primary key references clients on delete cascade,
  started_at timestamptz not null,
  taken integer not null,
  blocked_until timestamptz
);
`
