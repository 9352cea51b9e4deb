/** How the database stands while a page of the console is looked at, as SQL. */

/** Sessions have just shown their password, and nothing is to be approved. */
export const usual = `update sign_in_sessions set proved_at = now(), seen_at = now(); update teams set approval_required = false;
  delete from graphile_worker._private_jobs where attempts >= max_attempts;
  update participants set wrong_guesses = 0, locked_at = null where locked_at is not null;
  update sms_messages set state = 'delivered', reason = '' where state = 'undelivered';
  update documents set snapshot = jsonb_set(snapshot::jsonb, '{sealing}', 'null') where snapshot::jsonb ->> 'sealing' is not null`
export const approving = 'update teams set approval_required = true'
export const keptForSeven = `update teams set retention = '{"years": 7, "yearEnds": 3}';
  insert into retention_ends (document_id, team_id, kept_until, told_at, examined_at)
    select id, team_id, current_date + 20, now(), now() from documents where status = 'concluded' on conflict do nothing;
  insert into legal_holds (document_id, team_id, member_id, reason, since)
    select id, team_id, sender_id, '東京地裁 令和8年(ワ)第1234号', now() from documents where status = 'cancelled' on conflict do nothing`
const stopped = (job: string, payload: string) => `
  insert into graphile_worker._private_tasks (identifier) values ('${job}') on conflict do nothing;
  insert into graphile_worker._private_jobs (task_id, payload, attempts, max_attempts, created_at)
    select t.id, ${payload}, 25, 25, now() - interval '2 days' from graphile_worker._private_tasks t, documents d
    where t.identifier = '${job}' and d.status = 'awaiting' order by d.id limit 1`
const aboutDocument = "json_build_object('documentId', d.id)"
export const haveStopped = [
  stopped('sign-act', aboutDocument),
  stopped('deliver-mail', aboutDocument),
  stopped('mail-sms-limit', "json_build_object('memberId', d.sender_id)"),
].join(';')
const waiting = "(select id from documents where title = '重要事項説明書')"
export const haveFailed = `
  update sms_messages set state = 'undelivered', reason = 'twilio_30003', gateway = 'first.twilio' where id = (select max(id) from sms_messages);
  update mail_log set state = 'rejected', status = '5.1.1' where (document_id, reader_id, kind, occasion) =
    (select document_id, reader_id, kind, occasion from mail_log where kind = 'requested' order by at desc limit 1)`
export const longAgo = "update sign_in_sessions set proved_at = now() - interval '11 minutes'"
export const locked = `update participants set wrong_guesses = 15, locked_at = now()
  where id in (select participant_id from sms_messages where document_id in ${waiting})`
export const undelivered = `update sms_messages set state = 'undelivered' where document_id in ${waiting}`
export const unsealed = `update documents set snapshot = snapshot::jsonb || '{"sealing": {"tries": 3,
  "failedAt": "2026-11-30T00:00:00Z", "reason": "CERTIFICATE_EXPIRED"}}'::jsonb where id in ${waiting}`
