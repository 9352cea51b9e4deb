/**
 * Documents that wait for an approver's yes (domain/approval.ts), one row each, so that the list of an approver costs a look at an
 * index. A trigger notes and forgets them with the event that says so, whichever release records it; one that is deleted goes.
 */
export const approvals = `
alter table teams add column approval_required boolean not null default false;

create table approvals_waiting (
  document_id text primary key references documents on delete cascade,
  team_id text not null,
  sender_id text not null,
  -- Null: any approver of the team.
  approver_id text,
  asked_at timestamptz not null
);
create index approvals_waiting_of_team on approvals_waiting (team_id, asked_at, document_id) include (sender_id, approver_id);

create function follow_approvals() returns trigger language plpgsql as $$
begin
  if new.type = 'approval.requested' then
    insert into approvals_waiting
      select d.id, d.team_id, d.sender_id, new.row::jsonb->>'approverId', new.at from documents d where d.id = new.document_id
      on conflict (document_id) do update set approver_id = excluded.approver_id, asked_at = excluded.asked_at;
  else
    delete from approvals_waiting where document_id = new.document_id;
  end if;
  return null;
end $$;
create trigger approvals_follow_events after insert on audit for each row
  when (new.type in ('approval.requested', 'approval.given', 'approval.returned', 'document.sent'))
  execute function follow_approvals();
`
