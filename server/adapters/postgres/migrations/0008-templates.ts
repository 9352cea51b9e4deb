/** Places that a template leaves open have a number. */
export const templates = 'alter table participants add column slot integer'
