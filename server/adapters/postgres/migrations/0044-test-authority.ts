/**
 * The keys that test documents are sealed with, for all processes of this database: what they sign says 評価用 and binds nobody.
 * The private ones are encrypted as other secrets are. A later one follows before the certificates of one run out; those before
 * stay, for the documents that they sealed.
 */
export const testAuthority = `
create table test_authorities (
  id text primary key,
  certificates jsonb not null,
  keys_sealed text not null,
  created_at timestamptz not null,
  ends_at timestamptz not null
);
`
