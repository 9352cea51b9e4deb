import type { Stats } from 'node:fs'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { StoredFileDamaged } from '../../usecases/delivery-ports.ts'
import { readHashed } from './file-sha256.ts'

/** Told of a file whose bytes are not those that were recorded: an alarm. */
export type OnDamage = (damage: { key: string; expected: string; found: string; bytes: number }) => void

type Identity = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs'>

/**
 * A file that was found whole is not hashed again for so long, as long as it is the same file: a viewer asks for its
 * pieces many times. A disk that loses bits changes no times, therefore not for ever.
 */
const believedMilliseconds = 10 * 60_000
const remembered = 1_000

/** Hashes files before they are handed out. */
export function verifiedFiles(onDamage: OnDamage) {
  const whole = new BoundedCache<string, { identity: string; sha256: string; until: number }>({
    entries: remembered,
  })

  /**
   * Throws `StoredFileDamaged` unless the file at `path`, of which `found` is the state, has this SHA-256. Answers the bytes of a
   * small file that was hashed now: they need not be read again.
   */
  return async function verify(
    key: string,
    path: string,
    found: Stats,
    sha256: string,
  ): Promise<Uint8Array | null> {
    const identity = identityOf(found)
    const known = whole.get(key)
    const now = performance.now()
    if (known?.identity === identity && known.sha256 === sha256 && known.until > now) return null
    const { sha256: actual, bytes } = await readHashed(path)
    if (actual !== sha256) {
      whole.delete(key)
      onDamage({ key, expected: sha256, found: actual, bytes: found.size })
      throw new StoredFileDamaged(key)
    }
    whole.set(key, { identity, sha256, until: now + believedMilliseconds })
    return bytes
  }
}

/** What another file, or the same one written to, would not have. */
function identityOf({ dev, ino, size, mtimeMs, ctimeMs }: Identity): string {
  return [dev, ino, size, mtimeMs, ctimeMs].join(' ')
}

/**
 * Whether two looks saw one file with the same bytes. The time of its last change of state is left out: a second name of
 * the same bytes (a template's copy, the PDF worker's) changes that while the file is read.
 */
export function sameBytes(one: Identity, other: Identity): boolean {
  return (['dev', 'ino', 'size', 'mtimeMs'] as const).every((key) => one[key] === other[key])
}
