/** A consent URL whose bearer has passed the document on (domain/transfer.ts) leads nowhere, also after the conclusion. */
export const transfers = `
alter table signing_urls add column transferred boolean not null default false;
`
