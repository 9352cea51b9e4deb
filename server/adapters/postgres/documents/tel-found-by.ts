import type { Document } from '#domain/document.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { Stored } from './body-members.ts'

const endLength = 8

/**
 * Beside a number, by what its last four digits are found (docs/security.md), and the end of the ciphertext that this belongs
 * to: a release that knows nothing of it leaves it as it is when the number changes.
 */
export function withTelFoundBy(
  row: Stored,
  tel: string,
  { teamId }: Pick<Document, 'teamId'>,
  secrets: Secrets,
): Stored {
  if (tel === '') return row
  const hash = lastFourHash(secrets, teamId, tel)
  return { ...row, tel_found_by: `${hash}.${String(row.tel_sealed).slice(-endLength)}` }
}

/** False for what a release that knows nothing of it has written. */
export function telIsFoundBy({ tel_sealed: sealed, tel_found_by: foundBy }: Stored): boolean {
  if (sealed === '') return true
  return typeof foundBy === 'string' && foundBy.split('.')[1] === String(sealed).slice(-endLength)
}

/** What the last four digits of a number are in the database: of another team's the same digits are something else. */
export function lastFourHash(secrets: Pick<Secrets, 'keyedHash'>, teamId: string, tel: string): string {
  return secrets.keyedHash('tel-last-four', teamId, tel.slice(-4))
}
