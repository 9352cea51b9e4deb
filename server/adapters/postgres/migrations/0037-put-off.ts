/**
 * What waits for a receiver that is down keeps its row and has no job: `next_at` is null then, and the index finds it, oldest
 * round first (ADR 0031). `told_at`: when a team was last told of a trouble, so that a receiver that comes and goes is told of
 * once a day. `webhook_replays`: periods that members asked for and that are gone through in steps.
 */
export const putOff = `
create index deliveries_waiting on deliveries (target, next_at, round_at, id) where state = 'waiting';

alter table webhook_endpoints add column told_at timestamptz;

create table webhook_replays (
  id bigint generated always as identity primary key,
  target text not null references webhook_endpoints (id) on delete cascade,
  since timestamptz not null,
  before timestamptz not null,
  arrived_too boolean not null,
  asked_at timestamptz not null,
  after_id bigint not null default 0
);
`
