import { type CopyLink, copyLinkText, readCopyLink } from '#domain/copy-link.ts'
import type { Secrets } from './ports.ts'

/** The token of a link to sealed files: what it is for, and a proof that we wrote it. */
export function copyLinkToken(secrets: Pick<Secrets, 'keyedHash'>, link: CopyLink): string {
  const text = copyLinkText(link)
  return `${text}.${secrets.keyedHash('copy-link', text)}`
}

/** Null for what we did not write. */
export function genuineCopyLink(
  secrets: Pick<Secrets, 'keyedHash' | 'equal'>,
  token: string,
): CopyLink | null {
  const link = readCopyLink(token)
  return link !== null && secrets.equal(token, copyLinkToken(secrets, link)) ? link : null
}
