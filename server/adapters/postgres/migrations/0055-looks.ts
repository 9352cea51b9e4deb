/**
 * The look of a team's signing pages. A logo is named after what it holds, so that its address never means another picture.
 */
export const looks = `
alter table teams
  add column look_logo text check (look_logo ~ '^[0-9a-f]{64}\\.(png|svg)$'),
  add column look_colour text check (look_colour ~ '^#[0-9a-f]{6}$');

create table team_logos (
  name text not null check (name ~ '^[0-9a-f]{64}\\.(png|svg)$'),
  team_id text not null references teams (id) on delete cascade,
  bytes bytea not null check (length(bytes) <= 400000),
  kept_at timestamptz not null,
  primary key (name, team_id)
);
create index team_logos_of_team on team_logos (team_id, kept_at);
`
