/**
 * When somebody last tried to renew an archive (archived_files): two processes share the work by it, and what fails holds up
 * nothing behind it. Past it, an archive is as it was recorded.
 */
export const archivesRenewed = `
alter table archived_files add column renewal_tried_at timestamptz;
`
