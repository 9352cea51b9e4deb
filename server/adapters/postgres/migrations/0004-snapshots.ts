/**
 * A document with everything that hangs on it, as the aggregate's statement would read it, in its own row: the Web API
 * answers `GET /documents/{id}` from there. Null in rows that nobody has changed since.
 */
export const snapshots = 'alter table documents add column snapshot json'
