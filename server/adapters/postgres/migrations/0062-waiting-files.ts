/**
 * Files that wait in storage for somebody's yes: replacements for files of templates (domain/file-replacement.ts). Nothing else
 * knows of them, so without a row they would lie there for as long as the template does. A release before writes none, and what
 * it leaves waiting goes with the template.
 */
export const waitingFiles = `
create table waiting_files (
  storage_key text primary key,
  since timestamptz not null
);
create index waiting_files_by_time on waiting_files (since);
`
