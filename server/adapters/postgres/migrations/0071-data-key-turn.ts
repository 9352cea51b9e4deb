/** How far texts are encrypted anew with the current data key: one row, of the key whose turn it is. */
export const dataKeyTurn = `
create table data_key_turn (
  one boolean primary key default true check (one),
  key_id text not null,
  -- From which block of which table on.
  place text not null,
  block bigint not null default 0,
  -- What was encrypted anew in this round, and in all.
  changed bigint not null default 0,
  texts bigint not null default 0,
  begun_at timestamptz not null,
  done_at timestamptz
);
`
