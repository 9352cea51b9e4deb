/**
 * Documents that the release before sent and that are not concluded: each is looked at once (`judge-in-flight.ts`), and
 * its row goes when nothing is left to look at.
 */
export const documentsInFlight = `
create table documents_in_flight (
  document_id text primary key,
  tried_at timestamptz,
  drawn_anew_at timestamptz
);
insert into documents_in_flight (document_id) select id from documents where status = 'awaiting';
`
