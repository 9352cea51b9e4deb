/**
 * Second factors, passkeys, sessions with their last use, lost passwords, and what a team asks of its members at the
 * sign-in. A session that a release before begins has none of the new columns: it was begun by a password alone.
 */
export const person = `
alter table sign_in_sessions add column seen_at timestamptz, add column proved_at timestamptz,
  add column factor text check (factor in ('totp', 'recovery', 'passkey'));

-- When a member first came in: of that no mail tells, for they come from the invitation.
alter table sign_in_accounts add column entered_at timestamptz;

create table sign_in_factors (
  member_id text primary key references members,
  totp_sealed text,
  -- Null until the first code confirmed that the app has the secret.
  totp_since timestamptz,
  -- Of the last code that was taken: none is taken twice.
  totp_step bigint not null default 0
);

create table sign_in_recovery_codes (
  member_id text not null references members,
  code_hash text not null,
  used_at timestamptz,
  primary key (member_id, code_hash)
);

create table sign_in_passkeys (
  id text primary key,
  member_id text not null references members,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_passkeys_of_member on sign_in_passkeys (member_id);

-- Challenges that were answered: none is answered twice.
create table sign_in_spent (
  challenge_hash text primary key,
  ends_at timestamptz not null
);
create index sign_in_spent_by_end on sign_in_spent (ends_at);

create table password_resets (
  member_id text primary key references members,
  token_hash text not null unique,
  expires_at timestamptz not null
);
create index password_resets_by_end on password_resets (expires_at);

-- Of whoever asks for a link, known or not: a job finds out afterwards, so that the answer tells nothing.
create table password_reset_requests (
  id text primary key,
  email_sealed text not null,
  language text not null,
  created_at timestamptz not null
);
create index password_reset_requests_by_time on password_reset_requests (created_at);

alter table teams add column factor_required boolean not null default false,
  add column console_networks text[] not null default '{}';
`
