import { DatabaseUnreachable } from '#server/adapters/postgres/connection/reach.ts'
import { awayWords } from '#server/adapters/postgres/connection/trouble.ts'
import { EmbeddedPostgresFailed } from '#server/adapters/postgres/embedded/failure.ts'
import { SchemaRefused } from '#server/adapters/postgres/schema/migrate.ts'
import { KeyRefused } from '#server/adapters/signer/pem-signer.ts'
import { ConfigRefused } from '#server/config/config.ts'

/** One clear sentence for what an operator can mend; a stack, after what failed, only for what is our fault. */
export function sentenceOf(error: unknown, failed: string): string {
  return cureOf(error) ?? `${failed}: ${stackOf(error)}`
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** What is wrong and what to do, where an operator can mend it; null where it is our fault. */
export function cureOf(error: unknown): string | null {
  if (error instanceof ConfigRefused) return error.problems.join('\n')
  if (
    error instanceof EmbeddedPostgresFailed ||
    error instanceof DatabaseUnreachable ||
    error instanceof SchemaRefused ||
    error instanceof KeyRefused
  ) {
    return error.message
  }
  // It was there a moment ago: it went away in the middle of the start.
  const away = awayWords(error)
  if (away !== null) return `The database cannot be used: ${away.why}. Cure: ${away.cure}.`
  const { code, path, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${address} is taken; stop what uses it or set PORT to another one.`
    case 'EADDRNOTAVAIL':
      return `HOST names ${address}, which is no address of this machine.`
    case 'EACCES':
    case 'EROFS':
    case 'EPERM':
    case 'ENOENT':
      return path === undefined
        ? `Port ${port ?? ''} may not be used by this user; set PORT to one above 1023.`
        : `${path} cannot be written; set MUSUBI_DATA to a directory that this user may write.`
    case 'ENOTDIR':
      return `${path} cannot be a directory; set MUSUBI_DATA to another place.`
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${path ?? 'MUSUBI_DATA'} is full; free some space.`
    default:
      return null
  }
}
