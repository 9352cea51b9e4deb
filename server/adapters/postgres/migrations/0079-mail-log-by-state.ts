/** The team's log of mails, by state and time. While an index is built its table is read, and waits to be written: one at a time. */
export const mailLogByState = `create index mail_log_by_state
  on mail_log (team_id, state, at, document_id, reader_id, kind, occasion) where not test`
