/**
 * What the return URL says may be signed, by a secret of the team, encrypted and bound to its row; two during a rotation. `state`:
 * what the integrating site gave with its request for a URL, and gets back.
 */
export const returnResults = `
alter table teams add column return_result boolean not null default false;
alter table signing_urls add column state_sealed text;

create table return_secrets (
  team_id text not null references teams (id),
  id text not null,
  secret_sealed text not null,
  signs_from timestamptz not null,
  primary key (team_id, id)
);
`
