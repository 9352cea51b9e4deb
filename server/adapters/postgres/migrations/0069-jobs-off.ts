/** A restored copy takes no jobs until the operator says so (docs/operations.md): not every process has the same variables. */
export const jobsOff = `
alter table installation add column jobs_off_since timestamptz;
`
