/** A code that is read aloud in a call instead of an SMS: in which language; null for an SMS. */
export const calls = `
alter table sms_messages add column voice text check (voice in ('ja', 'en'));
`
