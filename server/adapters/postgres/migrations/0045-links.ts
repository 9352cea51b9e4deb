/**
 * Consent URLs that a sender gives out of the console: who came by one is led back to no site. They may be sent by SMS where the
 * team switched that on; such an SMS brings no code, so what became of it says nothing of one.
 */
export const links = `
alter table signing_urls add column by_link boolean not null default false;
alter table sms_messages add column link boolean not null default false;
alter table teams add column link_sms boolean not null default false;
`
