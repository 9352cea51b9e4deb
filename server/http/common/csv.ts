/** Excel takes a file for UTF-8 only when it begins so. */
export const csvStart = '\ufeff'

/** What a spreadsheet would run as a formula (OWASP, CSV Injection), and what marks a line of a list as an example. */
const guardedStart = /^'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20#]|[\t\r\n])/

/**
 * One line of CSV (RFC 4180), every field quoted. A field that a spreadsheet would run as a formula gets an apostrophe in
 * front, and so does one that looks as if it had one, so that `unguarded` gives back what was written.
 */
export function csvLine(fields: string[]): string {
  return `${fields.map((field) => `"${guarded(field).replaceAll('"', '""')}"`).join(',')}\r\n`
}

function guarded(field: string): string {
  // A number is no formula, and stays one that can be added up.
  if (/^-?[0-9]+$/.test(field)) return field
  return guardedStart.test(field) ? `'${field}` : field
}

/** The field as it was before it was written. */
export function unguarded(field: string): string {
  return field.startsWith("'") && guardedStart.test(field) ? field.slice(1) : field
}
