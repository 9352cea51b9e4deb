/**
 * Address books of members (domain/contact.ts): whom they have asked before, encrypted. `person_hash`: of who it is, so that the same
 * person is kept once. A team may do without; then nothing is kept.
 */
export const contacts = `
create table contacts (
  id text primary key,
  member_id text not null references members,
  person_hash text not null,
  person_sealed text not null,
  used_at timestamptz not null,
  unique (member_id, person_hash)
);
create index contacts_of_member on contacts (member_id, used_at, id);
alter table teams add column address_book boolean not null default true;
`
