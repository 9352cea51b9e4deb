/**
 * Every state of a file that an archive timestamp closed, found by its hash; written from the body by the database itself, as
 * all that is looked up. What was renewed stays: whoever holds an older state must be able to ask for it.
 */
export const archives = `
create table archived_files (
  document_id text not null references documents (id) on delete cascade,
  -- Empty: the certificate of agreement.
  file_id text not null,
  number integer not null,
  sha256 text not null,
  at timestamptz not null,
  -- The first end among the certificates of the authorities that stamped this archive.
  until timestamptz not null,
  newest boolean not null default true,
  primary key (document_id, file_id, number)
);
create index archived_files_sha256 on archived_files (sha256);
create index archives_to_renew on archived_files (until) where newest and file_id = '';

create function write_archives() returns trigger language plpgsql as $$
declare
  given jsonb := new.snapshot::jsonb->'archives';
begin
  if coalesce(jsonb_array_length(given), 0) = 0 then
    return null;
  end if;
  insert into archived_files (document_id, file_id, number, sha256, at, until)
    select new.id, coalesce(each->>'file_id', ''), (archive->>'number')::integer, each->>'sha256',
      (archive->>'at')::timestamptz, (archive->>'until')::timestamptz
    from jsonb_array_elements(given) archive,
      jsonb_array_elements(archive->'revisions' || jsonb_build_array(archive->'certificate')) each
    on conflict (document_id, file_id, number) do nothing;
  update archived_files a set newest = false where a.document_id = new.id and a.newest
    and a.number < (select max((archive->>'number')::integer) from jsonb_array_elements(given) archive);
  return null;
end $$;
create trigger archives_follow_body after update of snapshot on documents for each row
  when (new.concluded_at is not null) execute function write_archives();
`
