/**
 * What follows from an event for a reader is a delivery: a row and a job, written by the database in the transaction that
 * records the event, whoever records it. A team without a URL costs one look at an index (ADR 0031). `channel`,
 * `target` and `document_id` are general, so that other ways than webhooks may become rows of the same kind.
 */
export const deliveries = `
create table webhook_endpoints (
  id text primary key,
  team_id text not null references teams (id),
  url_sealed text not null,
  format text not null check (format in ('compatible', 'standard')),
  events text[] not null,
  secret_sealed text,
  former_secret_sealed text,
  former_secret_until timestamptz,
  off_reason text check (off_reason in ('member', 'gone')),
  off_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  failures integer not null default 0,
  resting_until timestamptz,
  troubled_at timestamptz
);
create index webhook_endpoints_of_team on webhook_endpoints (team_id) where removed_at is null;

create table deliveries (
  id bigint generated always as identity primary key,
  team_id text not null,
  document_id text,
  channel text not null,
  event text not null,
  type text not null,
  sequence integer,
  target text not null,
  state text not null check (state in ('waiting', 'delivered', 'refused', 'parked')),
  attempts integer not null default 0,
  tries integer not null default 0,
  round integer not null default 1,
  created_at timestamptz not null,
  round_at timestamptz not null,
  next_at timestamptz,
  ended_at timestamptz,
  reason text not null default ''
);
create index deliveries_of_target on deliveries (target, id desc);
create index deliveries_by_state on deliveries (target, state, id desc) where state <> 'delivered';
create index deliveries_by_time on deliveries (target, created_at);
create index deliveries_by_end on deliveries (ended_at) where state = 'delivered';

create table delivery_attempts (
  delivery_id bigint not null references deliveries (id) on delete cascade,
  number integer not null,
  at timestamptz not null,
  milliseconds integer not null,
  status integer,
  outcome text not null,
  answer_sealed text not null,
  primary key (delivery_id, number)
);

-- A URL that is switched off keeps what it missed, to be asked for later.
create function write_webhook_deliveries(team text, document text, chain text, n integer, event_type text,
  event_at timestamptz) returns void language plpgsql as $$
declare
  endpoint record;
  delivery bigint;
begin
  for endpoint in select e.id, e.off_at from webhook_endpoints e
    where e.team_id = team and e.removed_at is null and event_type = any(e.events)
  loop
    insert into deliveries (team_id, document_id, channel, event, type, sequence, target, state, created_at, round_at,
      next_at, ended_at, reason)
    select team, document, 'webhook', chain || '-' || n, event_type, n, endpoint.id,
      case when endpoint.off_at is null then 'waiting' else 'parked' end, event_at, event_at,
      case when endpoint.off_at is null then event_at end, case when endpoint.off_at is not null then event_at end,
      case when endpoint.off_at is null then '' else 'endpoint_off' end
    returning id into delivery;
    if endpoint.off_at is null then
      perform queue_job(jsonb_build_object('task', 'deliver-webhook',
        'payload', jsonb_build_object('deliveryId', delivery::text, 'attempt', 1), 'attempts', 25,
        'key', 'deliver-webhook:' || delivery || ':1'));
    end if;
  end loop;
end $$;

create function deliver_document_event() returns trigger language plpgsql as $$
declare
  team text;
begin
  select d.team_id into team from documents d where d.id = new.document_id;
  if exists (select from webhook_endpoints e where e.team_id = team and e.removed_at is null) then
    perform write_webhook_deliveries(team, new.document_id, new.document_id, new.sequence, new.type, new.at);
  end if;
  return null;
end $$;
create trigger audit_is_delivered after insert on audit for each row execute function deliver_document_event();

create function deliver_team_event() returns trigger language plpgsql as $$
begin
  perform write_webhook_deliveries(new.chain, null, new.chain, new.sequence, new.type, new.at);
  return null;
end $$;
create trigger team_events_are_delivered after insert on team_events
  for each row execute function deliver_team_event();
`
