/**
 * What lists are read from (docs/decisions/0013): indexes that answer by themselves, one row for each address that has
 * received a document, and how many documents there are by whom they belong to. Triggers keep all of it, so that it
 * holds whoever writes.
 */
export const lists = `
-- Ascending, read backwards: rows arrive at an index's end, where its pages are filled well.
drop index documents_of_sender;
drop index documents_of_team;
create index documents_of_sender on documents (sender_id, created_at, id) include (status, last_processed_at);
create index documents_of_sender_by_status on documents (sender_id, status, created_at, id)
  include (last_processed_at);
create index documents_of_sender_by_processing on documents (sender_id, last_processed_at)
  include (status, created_at, id);
create index documents_of_team on documents (team_id, created_at, id) include (private, last_processed_at)
  where status in ('awaiting', 'concluded', 'cancelled', 'imported');
create index documents_of_team_by_processing on documents (team_id, last_processed_at) include (private, created_at, id)
  where status in ('awaiting', 'concluded', 'cancelled', 'imported');
create index shared_templates on documents (team_id, created_at, id) include (sender_id, last_processed_at)
  where status = 'template' and shared;

-- A recipient's side of a document, from their turn on.
create table received_documents (
  document_id text not null references documents on delete cascade,
  email_hash text not null,
  sender_id text not null,
  created_at timestamptz not null,
  status text not null,
  last_processed_at timestamptz not null,
  primary key (document_id, email_hash)
);
insert into received_documents
  select distinct on (d.id, p.email_hash) d.id, p.email_hash, d.sender_id, d.created_at, d.status, d.last_processed_at
  from participants p join documents d on d.id = p.document_id
  where p."order" > 0 and p.email_hash is not null and p.status <> 'waiting' and d.status not in ('draft', 'template');
create index received_by_address on received_documents (email_hash, created_at, document_id)
  include (sender_id, status, last_processed_at);
create index received_by_address_and_status on received_documents (email_hash, status, created_at, document_id)
  include (sender_id, last_processed_at);
create index received_by_address_and_processing on received_documents (email_hash, last_processed_at)
  include (sender_id, status, created_at, document_id);

-- Changes of counts, to be summed. Only ever added to, so that no two writers wait for each other; now and then the rows
-- of one count become one row. scope: 'sender:' and a member, 'team:' and a team, 'address:' and the hash of an address.
create table document_counts (
  scope text not null,
  sender_id text not null,
  status text not null,
  private boolean not null,
  documents bigint not null
);
create index document_counts_of_scope on document_counts (scope) include (sender_id, status, private, documents);

create function count_document(in_scope text, of_sender text, in_status text, is_private boolean, change integer)
returns void language plpgsql as $$
begin
  insert into document_counts values (in_scope, of_sender, in_status, is_private, change);
  if random() < 0.02 then
    with summed as (
      delete from document_counts where ctid = any (array(
        select c.ctid from document_counts c
        where c.scope = in_scope and c.sender_id = of_sender and c.status = in_status and c.private = is_private
        for update skip locked))
      returning documents)
    insert into document_counts
      select in_scope, of_sender, in_status, is_private, sum(documents) from summed having sum(documents) <> 0;
  end if;
end $$;

-- The columns one by one: a whole row as an argument would have its snapshot fetched and unpacked.
create function count_listed(of_sender text, of_team text, in_status text, is_private boolean, change integer)
returns void language plpgsql as $$
begin
  perform count_document('sender:' || of_sender, '', in_status, false, change);
  if in_status in ('awaiting', 'concluded', 'cancelled', 'imported') then
    perform count_document('team:' || of_team, '', in_status, is_private, change);
  end if;
end $$;

create function count_document_row() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform count_listed(old.sender_id, old.team_id, old.status, old.private, -1); end if;
  if tg_op <> 'DELETE' then perform count_listed(new.sender_id, new.team_id, new.status, new.private, 1); end if;
  return null;
end $$;
create trigger count_new_document after insert on documents for each row execute function count_document_row();
create trigger count_gone_document after delete on documents for each row execute function count_document_row();
create trigger count_changed_document after update on documents for each row
  when ((old.status, old.private, old.sender_id, old.team_id)
    is distinct from (new.status, new.private, new.sender_id, new.team_id))
  execute function count_document_row();

create function count_received_row() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform count_document('address:' || old.email_hash, old.sender_id, old.status, false, -1);
  end if;
  if tg_op <> 'DELETE' then
    perform count_document('address:' || new.email_hash, new.sender_id, new.status, false, 1);
  end if;
  return null;
end $$;
create trigger count_received after insert or delete on received_documents for each row
  execute function count_received_row();
create trigger count_changed_received after update on received_documents for each row
  when ((old.status, old.sender_id) is distinct from (new.status, new.sender_id))
  execute function count_received_row();

create function follow_document() returns trigger language plpgsql as $$
begin
  update received_documents set sender_id = new.sender_id, status = new.status,
    last_processed_at = new.last_processed_at where document_id = new.id;
  return null;
end $$;
create trigger received_follow_document after update on documents for each row
  when (new.status <> 'draft' and (old.status, old.sender_id, old.last_processed_at)
    is distinct from (new.status, new.sender_id, new.last_processed_at))
  execute function follow_document();

create function receive_document() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.email_hash is not null then
    delete from received_documents where document_id = old.document_id and email_hash = old.email_hash;
  end if;
  if tg_op <> 'DELETE' and new."order" > 0 and new.email_hash is not null and new.status <> 'waiting' then
    insert into received_documents
      select d.id, new.email_hash, d.sender_id, d.created_at, d.status, d.last_processed_at
      from documents d where d.id = new.document_id and d.status not in ('draft', 'template')
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger receive_at_once after insert on participants for each row
  when (new."order" > 0 and new.email_hash is not null and new.status <> 'waiting')
  execute function receive_document();
-- A turn begins, or an address changes; what happens later in the turn changes nothing here.
create trigger receive_in_turn after update on participants for each row
  when ((old.email_hash, old."order" > 0, old.status = 'waiting')
    is distinct from (new.email_hash, new."order" > 0, new.status = 'waiting'))
  execute function receive_document();
create trigger receive_no_more after delete on participants for each row
  when (old.email_hash is not null) execute function receive_document();

insert into document_counts
  select 'sender:' || sender_id, '', status, false, count(*) from documents group by sender_id, status;
insert into document_counts
  select 'team:' || team_id, '', status, private, count(*) from documents
  where status in ('awaiting', 'concluded', 'cancelled', 'imported') group by team_id, status, private;
insert into document_counts
  select 'address:' || email_hash, sender_id, status, false, count(*) from received_documents
  group by email_hash, sender_id, status;
`
