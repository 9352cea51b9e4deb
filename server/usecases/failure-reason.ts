import { Unavailable } from './refused.ts'

/** Errors of our tools, besides those of `refused.ts`; what they say is ours, and quotes nothing of anybody. */
const ours = new Set([
  'AddressForbidden',
  'CiphertextRefused',
  'NameNotResolved',
  'PdfWorkerFailed',
  'Refused',
  'SealRefused',
  'StoredFileDamaged',
  'StoredFileMissing',
  'TimestampUnavailable',
])

/**
 * What a log, the queue or the trail says of a failure. The words of our own errors; of any other only its kind, its code
 * and where it came from: the database's messages quote values, those of libraries the text that they could not read.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error instanceof Unavailable || ours.has(error.name)) return error.message
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  const said = [error.name, code, syscall].filter((each) => typeof each === 'string')
  const [place = ''] = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [...said, place.trim()].filter((each) => each !== '').join(' ')
}
