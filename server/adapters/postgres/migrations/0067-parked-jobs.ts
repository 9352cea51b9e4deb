/** Jobs that have used up their tries are few among all; members look for theirs with each first page. */
export const parkedJobs = `
create index jobs_parked on graphile_worker._private_jobs (id) where attempts >= max_attempts;
`
