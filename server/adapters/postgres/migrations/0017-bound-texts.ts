/** How far the encrypted texts of the release before have been bound to their places (decision 21). */
export const boundTexts = `
create table bound_texts (
  one boolean primary key default true check (one),
  reached text not null default '',
  done_at timestamptz
);
insert into bound_texts (done_at) select case when exists (select 1 from documents) then null else now() end;
`
