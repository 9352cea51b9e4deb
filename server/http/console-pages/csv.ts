/** Excel takes a file for UTF-8 only when it begins so. */
export const csvStart = '\ufeff'

/**
 * One line of CSV (RFC 4180), every field quoted. A field that a spreadsheet would run as a formula gets an apostrophe in
 * front (OWASP, CSV Injection).
 */
export function csvLine(fields: string[]): string {
  return `${fields.map((field) => `"${guarded(field).replaceAll('"', '""')}"`).join(',')}\r\n`
}

function guarded(field: string): string {
  return /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(field) ? `'${field}` : field
}
