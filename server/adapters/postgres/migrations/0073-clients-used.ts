/** When a client last called: written with the log of calls, beside them. Null: not since this migration. */
export const clientsUsed = `
alter table clients add column last_used_at timestamptz;
`
