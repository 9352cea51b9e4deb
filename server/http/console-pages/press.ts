import { createHash } from 'node:crypto'
import type { Random } from '#server/usecases/ports.ts'

/**
 * The id of what a form makes, from the id that its page was given (`press`), whose it is and what was typed: the same form
 * sent twice makes one, and nobody reaches for an id of somebody else's. A form without a press, of a release before, makes
 * one each time. As every id it begins with its time.
 */
export function idOfPress(press: string, of: string[], random: Random): string {
  if (!/^[0-9a-f]{32}$/.test(press)) return random.id()
  const made = createHash('sha256').update(JSON.stringify([press, ...of]))
  return press.slice(0, 12) + made.digest('hex').slice(0, 20)
}
