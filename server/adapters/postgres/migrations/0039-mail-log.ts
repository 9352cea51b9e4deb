/**
 * What became of each mail about a document, one row for each reader and occasion, as webhooks and SMS have it. A release
 * before that runs beside writes none, and its mails are not shown. No address: the reader is a participant or a reportee.
 */
export const mailLog = `
create table mail_log (
  document_id text not null,
  kind text not null,
  reader_id text not null,
  occasion text not null,
  team_id text not null references teams (id),
  state text not null check (state in ('sent', 'deferred', 'rejected', 'given_up')),
  tries integer not null,
  at timestamptz not null,
  status text not null,
  primary key (document_id, reader_id, kind, occasion)
);
create index mail_log_by_time on mail_log (at);
create index mail_log_in_trouble on mail_log (team_id, at desc) where state in ('deferred', 'rejected', 'given_up');
`
