/**
 * What a release of before does not know, it must not go round while it runs beside (or after a step back). Each trigger
 * looks for what only this release and later ones write, and refuses what was done without it; nothing is half done.
 */
export const rulesOfAllReleases = `
-- Where the team wants an approval, the event of the sending names it (domain/sending.ts).
create function refuse_sending_unapproved() returns trigger language plpgsql as $$
begin
  if not new.row::jsonb ? 'approval' and exists (
    select from documents d join teams t on t.id = d.team_id where d.id = new.document_id and t.approval_required)
  then
    raise exception 'document % was to be sent without its approval', new.document_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger sendings_name_their_approval before insert on audit for each row
  when (new.type = 'document.sent') execute function refuse_sending_unapproved();

-- The turn goes to nobody while somebody has it who is not of the same group (domain/recipient-group.ts).
-- Looked at when the transaction ends: events are recorded before the body is saved.
create function refuse_turn_out_of_order() returns trigger language plpgsql as $$
declare
  body text := (select d.snapshot::text from documents d where d.id = new.document_id);
  asked text := new.row::jsonb->>'participantId';
begin
  if body !~ '"group_id": *"[^"]' then
    return null;
  end if;
  if exists (
    with people as (
      select p->>'id' as id, p->>'status' as status, coalesce(p->>'group_id', '') as group_id
      from jsonb_array_elements(body::jsonb->'participants') p)
    select from people one, people other where one.id = asked and other.id <> asked and other.status = 'confirming'
      and (other.group_id = '' or other.group_id <> one.group_id))
  then
    raise exception 'a turn of document % was to begin before its time', new.document_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger turns_wait_for_groups after insert on audit deferrable initially deferred for each row
  when (new.type = 'turn.started') execute function refuse_turn_out_of_order();

-- A session says when the member showed who they are. One that does not was begun by a password alone, from anywhere.
create function refuse_session_by_password_alone() returns trigger language plpgsql as $$
begin
  if exists (
    select from sign_in_accounts a join members m on lower(m.email) = a.email join teams t on t.id = m.team_id
    where a.id = new.account_id and (t.factor_required or t.console_networks <> '{}'
      or exists (select from sign_in_factors f where f.member_id = m.id and f.totp_since is not null)
      or exists (select from sign_in_passkeys k where k.member_id = m.id)))
  then
    raise exception 'a session was to begin without what its member or team asks for' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger sessions_ask_for_all before insert on sign_in_sessions for each row
  when (new.proved_at is null) execute function refuse_session_by_password_alone();
`
