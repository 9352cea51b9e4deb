/**
 * The name of an organisation as an SMS may show it: on one line, so that it cannot write a line of its own, and nothing that
 * a phone would make a link of, for a link in an SMS is believed. Empty: such a name is left out.
 */
export function nameInSms(name: string): string {
  const line = name.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return /:\/|\/\/|@|[\p{L}\p{N}-]\.\p{L}{2}/u.test(line) ? '' : line
}
