import { documentColumns } from './0025-document-body.ts'

const columns = `${documentColumns}, remind_at`
const both = (row: string) =>
  columns
    .split(',')
    .map((column) => `${row}.${column.trim()}`)
    .join(', ')

/**
 * The condition of a trigger is read anew by every statement, and the nine of an update of a document took a quarter of a
 * save. Those that could be one are one, and what looks at columns of the body is asked only by a statement that sets the body
 * or these columns themselves: an event that is recorded without a save meets none of them.
 */
export const fewerConditions = `
drop trigger count_changed_document on documents;
create trigger count_changed_document after update of snapshot, status, private, sender_id, team_id on documents for each row
  when ((old.status, old.private, old.sender_id, old.team_id)
    is distinct from (new.status, new.private, new.sender_id, new.team_id))
  execute function count_document_row();
drop trigger received_follow_document on documents;
create trigger received_follow_document after update of snapshot, status, sender_id, last_processed_at on documents for each row
  when (new.status <> 'draft' and (old.status, old.sender_id, old.last_processed_at)
    is distinct from (new.status, new.sender_id, new.last_processed_at))
  execute function follow_document();
drop trigger writes_parts_on_update on documents;
create trigger writes_parts_on_update after update of snapshot on documents for each row
  when (new.part_digests is null) execute function write_document_parts();
drop trigger listed_with_its_body on documents;
create constraint trigger listed_with_its_body after update of snapshot on documents deferrable initially deferred for each row
  when (cardinality(new.part_digests) is distinct from 4) execute function list_document_row();

-- Of remind_at too, whose own trigger let through what it was to refuse.
create or replace function refuse_document_columns() returns trigger language plpgsql as $$
begin
  if (${both('old')}) is not distinct from (${both('new')}) then
    return new;
  end if;
  raise exception 'a column of document % was changed without its body', new.id
    using errcode = 'check_violation', hint = 'The columns follow the body; change that: update documents set snapshot = jsonb_set(snapshot::jsonb, ''{title}'', ''"…"'') where id = ''…''';
end $$;
drop trigger remind_at_follows_body on documents;
drop trigger columns_follow_body on documents;
create trigger columns_follow_body before update of ${columns} on documents for each row
  when (old.body_version = new.body_version) execute function refuse_document_columns();

create function refuse_other_test() returns trigger language plpgsql as $$
begin
  if new.test = old.test and (not new.test or new.snapshot->>'test' = 'true') then return new; end if;
  raise exception 'whether % % is a test never changes', tg_table_name, new.id using errcode = 'check_violation';
end $$;
drop trigger test_stays_in_body on documents;
drop trigger test_is_for_ever on documents;
-- By name behind the trigger that writes the columns from a body.
create trigger test_is_for_ever before update of snapshot, test on documents for each row
  when (old.test or new.test) execute function refuse_other_test();
`
