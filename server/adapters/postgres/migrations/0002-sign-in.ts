/** Passwords and sessions of the console: better-auth's schema for PostgreSQL under our names, and the limits of tries. */
export const signIn = `
create table sign_in_accounts (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sign_in_sessions (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  address text,
  user_agent text,
  account_id text not null references sign_in_accounts on delete cascade
);
create index sign_in_sessions_of_account on sign_in_sessions (account_id);
create index sign_in_sessions_by_end on sign_in_sessions (expires_at);

create table sign_in_credentials (
  id text primary key,
  subject text not null,
  provider text not null,
  account_id text not null references sign_in_accounts on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index sign_in_credentials_of_account on sign_in_credentials (account_id);

create table sign_in_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sign_in_verifications_by_identifier on sign_in_verifications (identifier);

-- Tries per account and per network address, under keyed hashes of both.
create table sign_in_limits (
  key_hash text primary key,
  tries integer not null,
  started_at timestamptz not null
);
create index sign_in_limits_by_start on sign_in_limits (started_at);
`
