/**
 * `repaired_from`: SHA-256 of an upload as it came, where its rebuilt bytes took its place. `dead_signatures`: how many of
 * its signatures had lost their bytes. Files of before were neither repaired nor asked.
 */
export const repairedUploads = `
alter table files add column repaired_from text;
alter table files add column dead_signatures integer not null default 0;
`
