import { names, of, participantColumns } from './0025-document-body.ts'

const columns = `${participantColumns}, tel_found_by`

/**
 * What the console finds documents by (docs/decisions/0046): one row a document, which the database writes from the
 * document's columns, its participants and its attributes, whoever changes them; and what was changed of attributes.
 * Nothing here is the truth of anything: a row can be written anew at any time (`list_document`). Documents of before get
 * theirs in the background (`fill-listings.ts`).
 */
export const listings = `
-- Keyed hash of the last four digits, bound to the team, and the end of the ciphertext that it belongs to: a release of
-- before leaves it in the body when it changes the number, and then the two do not fit.
alter table participants add column tel_found_by text;

create table document_listings (
  document_id text primary key references documents on delete cascade,
  team_id text not null,
  sender_id text not null,
  status text not null,
  private boolean not null,
  test boolean not null,
  cabinet_id text,
  created_at timestamptz not null,
  contract_at date,
  amount bigint,
  counterparty text not null,
  party_grams integer[] not null,
  -- Title, names and organisations of the recipients, one a line, as they are compared.
  words text not null,
  grams integer[] not null,
  -- Sender, team, state, cabinet, addresses and last four digits: what a search narrows by in the same index.
  facets text[] not null
);
create index listings_of_sender on document_listings (sender_id, created_at, document_id);
create index listings_of_team on document_listings (team_id, created_at, document_id);
create index listings_of_sender_by_status on document_listings (sender_id, status, created_at, document_id);
create index listings_of_team_by_status on document_listings (team_id, status, created_at, document_id);
create index listings_by_contract_day on document_listings (team_id, contract_at) where contract_at is not null;
create index listings_by_amount on document_listings (team_id, amount) where amount is not null;
create index listings_of_cabinet on document_listings (cabinet_id, created_at, document_id) where cabinet_id is not null;
create index listings_by_words on document_listings using gin (grams, facets, party_grams);
-- How frequent a pair of letters is decides by what a list is read: the more that are known, the better.
alter table document_listings alter column grams set statistics 1000;
alter table document_listings alter column party_grams set statistics 1000;

-- As texts are compared: full and half width, capitals and composed letters are the same, spaces are one space.
create function compared(words text) returns text language sql immutable parallel safe as $$
  select btrim(regexp_replace(lower(normalize(words, NFKC)), '[[:space:]]+', ' ', 'g'))
$$;

-- Two letters as one number. Numbers may meet: what is found by them is compared letter by letter.
create function gram(first text, second text) returns integer language sql immutable parallel safe as $$
  select ((ascii(first)::bigint * 1000003 + ascii(second)) % 2147483647)::integer
$$;

-- Every letter and every two that follow each other within a line; not across spaces.
create function grams_of(words text) returns integer[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct g order by g), '{}') from (
    select letter, lead(letter) over (order by place) as next
    from string_to_table(words, null) with ordinality as each (letter, place)) pairs
  cross join lateral (values (-ascii(letter)), (case when next !~ '[\\n ]' then gram(letter, next) end)) as of (g)
  where letter !~ '[\\n ]' and g is not null
$$;

-- What a text has that has these words: of a word of one letter that letter, else its pairs.
create function grams_asked(words text) returns integer[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct g), '{}') from (
    select case when char_length(word) = 1 then -ascii(word)
      else gram(substr(word, n, 1), substr(word, n + 1, 1)) end as g
    from string_to_table(compared(words), ' ') word
    cross join lateral generate_series(1, greatest(char_length(word) - 1, 1)) n where word <> '') asked
$$;

-- The same words as patterns of LIKE.
create function patterns_of(words text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg('%' || regexp_replace(word, '([%_\\\\])', '\\\\\\1', 'g') || '%'), '{}')
  from string_to_table(compared(words), ' ') word where word <> ''
$$;

-- A facet is short: sixteen characters of a keyed hash, or of an id's end.
create function facet(kind text, value text) returns text language sql immutable parallel safe as $$
  select kind || ':' || right(value, 16)
$$;

-- Whom a document is found by: their addresses, and the last four digits of their numbers; and whose turn has come.
create function people_facets(document text, sent boolean) returns text[] language sql stable as $$
  select coalesce(array_agg(distinct found.facet) filter (where found.facet is not null), '{}')
  from participants p cross join lateral (values
    (facet('e', p.email_hash)),
    (case when sent and p.status <> 'waiting' then facet('r', p.email_hash) end),
    (case when split_part(p.tel_found_by, '.', 2) = right(p.tel_sealed, 8)
      then facet('p', split_part(p.tel_found_by, '.', 1)) end)) found (facet)
  where p.document_id = document and p."order" > 0
$$;

-- Writes the row of a document, if anything of it is another. Called behind the document's lock.
create function list_document(document text) returns void language plpgsql set enable_seqscan = off as $$
declare
  former document_listings;
  next document_listings;
begin
  select d.id, d.team_id, d.sender_id, d.status, d.private, d.test, d.cabinet_id, d.created_at,
      a.contract_at, a.amount, compared(coalesce(a.counterparty, '')), compared(d.title)
    into next.document_id, next.team_id, next.sender_id, next.status, next.private, next.test, next.cabinet_id,
      next.created_at, next.contract_at, next.amount, next.counterparty, next.words
    from documents d left join document_attributes a on a.document_id = d.id where d.id = document;
  if not found then return; end if;
  select * into former from document_listings l where l.document_id = document;
  next.words := next.words || coalesce((
    select string_agg(E'\\n' || compared(p.name) || E'\\n' || compared(p.organization), '' order by p."order")
    from participants p where p.document_id = document and p."order" > 0), '');
  next.grams := case when next.words = former.words then former.grams else grams_of(next.words) end;
  next.party_grams := case when next.counterparty = former.counterparty then former.party_grams
    else grams_of(next.counterparty) end;
  next.facets := array[facet('s', next.sender_id), facet('t', next.team_id), 'st:' || next.status]
    || case when next.cabinet_id is null then '{}' else array[facet('c', next.cabinet_id)] end
    || people_facets(document, next.status not in ('draft', 'template') and not next.test);
  if former.document_id is null then
    insert into document_listings values (next.*);
  elsif next is distinct from former then
    update document_listings l set team_id = next.team_id, sender_id = next.sender_id, status = next.status,
      private = next.private, test = next.test, cabinet_id = next.cabinet_id, created_at = next.created_at,
      contract_at = next.contract_at, amount = next.amount, counterparty = next.counterparty,
      party_grams = next.party_grams, words = next.words, grams = next.grams, facets = next.facets
      where l.document_id = document;
  end if;
end $$;

create function list_document_row() returns trigger language plpgsql as $$
begin
  perform list_document(new.id);
  return null;
end $$;
-- By name behind those that write the participants.
create trigger writes_the_listing_on_insert after insert on documents for each row execute function list_document_row();
create trigger writes_the_listing_on_update after update on documents for each row
  when ((old.team_id, old.sender_id, old.title, old.status, old.private, old.cabinet_id, old.created_at)
    is distinct from (new.team_id, new.sender_id, new.title, new.status, new.private, new.cabinet_id, new.created_at))
  execute function list_document_row();

create function list_new_participants() returns trigger language plpgsql as $$
begin
  perform list_document(changed.document_id) from (select distinct document_id from new_rows) changed;
  return null;
end $$;
create function list_changed_participants() returns trigger language plpgsql as $$
begin
  perform list_document(changed.document_id) from (
    select distinct n.document_id from new_rows n join old_rows o on o.id = n.id
    where (n.document_id, n."order", n.name, n.organization, n.email_hash, n.tel_sealed, n.tel_found_by, n.status = 'waiting')
      is distinct from (o.document_id, o."order", o.name, o.organization, o.email_hash, o.tel_sealed, o.tel_found_by,
        o.status = 'waiting')) changed;
  return null;
end $$;
create function list_gone_participants() returns trigger language plpgsql as $$
begin
  perform list_document(changed.document_id) from (select distinct document_id from old_rows) changed;
  return null;
end $$;
create trigger writes_the_listing_on_insert after insert on participants referencing new table as new_rows
  for each statement execute function list_new_participants();
create trigger writes_the_listing_on_update after update on participants
  referencing old table as old_rows new table as new_rows
  for each statement execute function list_changed_participants();
create trigger writes_the_listing_on_delete after delete on participants referencing old table as old_rows
  for each statement execute function list_gone_participants();

-- What was changed of a document's attributes, from what to what. Who did is said by the row of the audit trail of the
-- same instant. Kept as long as the document.
create table attribute_changes (
  id bigint generated always as identity primary key,
  document_id text not null references documents on delete cascade,
  at timestamptz not null,
  field text not null,
  before text,
  after text
);
create index attribute_changes_of_document on attribute_changes (document_id, at, id);

create function note_attribute_change() returns trigger language plpgsql as $$
declare
  -- What stood there before anybody wrote anything.
  unwritten jsonb := '{"title": "", "counterparty": "", "local_id": "", "auto_update": "unset", "options": []}';
  former jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else unwritten end;
begin
  insert into attribute_changes (document_id, at, field, before, after)
    select new.document_id, new.updated_at, n.key, former->>n.key, n.value
    from jsonb_each_text(to_jsonb(new)) n
    where n.key not in ('document_id', 'created_at', 'updated_at') and (former->>n.key) is distinct from n.value;
  perform list_document(new.document_id);
  return null;
end $$;
create trigger notes_its_change after insert or update on document_attributes for each row
  execute function note_attribute_change();

create function refuse_changed_history() returns trigger language plpgsql as $$
begin
  -- A document that is deleted takes its history along.
  if tg_op = 'DELETE' and not exists (select from documents d where d.id = old.document_id) then return old; end if;
  raise exception 'the history of the attributes of document % is never changed', old.document_id
    using errcode = 'check_violation';
end $$;
create trigger history_is_never_changed before update or delete on attribute_changes for each row
  execute function refuse_changed_history();

create or replace function write_participants(document text, people jsonb) returns void language plpgsql
  set enable_seqscan = off as $$
begin
  insert into participants (id, document_id, ${columns})
    select next.id, document, ${of('next', columns)} from jsonb_array_elements(people) each
      left join participants p on p.document_id = document and p.id = each->>'id'
      cross join lateral jsonb_populate_record(p, each) next
    where p.id is null or (${of('p', columns)}) is distinct from (${of('next', columns)})
    on conflict (id) do update set document_id = excluded.document_id, ${names(columns)
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')};
end $$;

-- How far the documents of before have got their rows.
create table listing_progress (
  one boolean primary key default true check (one),
  reached text not null default '',
  done_at timestamptz
);
insert into listing_progress (done_at) select case when exists (select 1 from documents) then null else now() end;

-- What a member chose of a list.
create table list_columns (
  member_id text not null references members (id) on delete cascade,
  list text not null,
  columns text[] not null,
  primary key (member_id, list)
);
`
