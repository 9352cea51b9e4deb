/** A session that calls itself a replica (a restore, an administrator) changes no audit rows either. */
export const guardsAlways = `
alter table audit enable always trigger audit_is_append_only;
alter table audit enable always trigger audit_is_never_truncated;
`
