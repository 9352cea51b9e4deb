/**
 * Codes belong to their URL, not to the session that asked; a message remembers that its code opened a document; and a
 * session counts the reports of what was on its screen. Added with defaults: a release before this one may run beside.
 */
export const recipientPages = `
alter table sms_codes add column url_id text, add column sms_id text;
alter table sms_messages add column entered_at timestamptz;
alter table signing_sessions add column page_reports integer not null default 0;
`
