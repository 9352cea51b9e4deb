/**
 * When a document reminds its recipient next, from its body, so that looking for what is due every minute costs nothing; and
 * the plan of a team, for documents that do not say it themselves (domain/reminder-choice.ts).
 */
export const reminders = `
alter table documents add column remind_at timestamptz;
-- \`save_document\` (migrations 0026 and 0029) names the columns that it writes.
do $$
declare
  before text := pg_get_functiondef('save_document'::regproc);
  after text := replace(before, 'sealing = saved.sealing', 'sealing = saved.sealing, remind_at = saved.remind_at');
begin
  if after = before then raise exception 'save_document does not write the columns of a document as expected'; end if;
  execute after;
end $$;
create index documents_to_remind on documents (remind_at) where remind_at is not null;
create trigger remind_at_follows_body before update of remind_at on documents for each row
  when (old.body_version = new.body_version and old.remind_at is distinct from new.remind_at)
  execute function refuse_document_columns();
alter table teams add column reminder_plan jsonb;
`
