/**
 * Every certificate that ever signed here, and every one that time stamps had to chain to. None is ever removed: the gate
 * and the verification page believe each for what was made in its time.
 */
export const sealingCertificates = `
create table sealing_certificates (
  use text not null check (use in ('signing', 'timestamping')),
  sha256 text not null,
  subject text not null,
  der bytea not null,
  chain bytea[] not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  recorded_at timestamptz not null,
  first_used_at timestamptz,
  last_used_at timestamptz,
  primary key (use, sha256)
);
`
