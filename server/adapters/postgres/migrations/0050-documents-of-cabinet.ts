/**
 * The newest documents of each cabinet, for the list of what an office oversees (console-list.ts): without it, few among a
 * million would be looked for one by one. The column follows the body since migration 0025.
 */
export const documentsOfCabinet = `
create index documents_of_cabinet on documents (cabinet_id, created_at, id) include (status, private, team_id, test)
  where cabinet_id is not null;
`
