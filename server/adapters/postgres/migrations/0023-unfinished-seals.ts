/** What `missing-jobs.ts` looks for every hour: few rows at any time, among all acts and participants there ever were. */
export const unfinishedSeals = `
create index unsigned_acts on acts (document_id, number) where signed_at is null;
create index participants_being_sealed on participants (document_id) where status = 'signing';
`
