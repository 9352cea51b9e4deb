/** The Web API's calls by the second at which they stop counting, so that no sixty seconds hold more than the limit. */
export const countedCalls = `
alter table call_windows add column counted jsonb not null default '{}';
`
