/**
 * A new value with every write of a document, so that a process can tell whether what it knows of the document still
 * holds. Null in rows that nobody has changed since.
 */
export const documentVersions = 'alter table documents add column version text'
