/**
 * Of which day of its alert the sender was reminded (domain/alert.ts). Until now nobody was: what is past stays quiet. The
 * index holds alerts that may still be due, so that looking for them every minute costs nothing.
 */
export const alertsByMail = `
alter table document_alerts add column mailed_for date;
update document_alerts set mailed_for = alert_at where alert_at < (now() at time zone 'Asia/Tokyo')::date;
create index document_alerts_to_mail on document_alerts (alert_at)
  where enabled and mailed_for is distinct from alert_at;
`
