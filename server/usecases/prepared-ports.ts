/**
 * A small file need not lie on a disk between two steps. `sourceBytes`: those of `sourcePath`, where they were read already.
 * `inMemory`: what is made may come back as `Prepared.bytes`, and nothing lies at `targetPath` then.
 */
export type InMemory = { sourceBytes?: Uint8Array | null; inMemory?: boolean }

/** A file whose last revision ends in a signature dictionary with an empty placeholder. */
export type Prepared = {
  path: string
  /** The file itself; nothing lies at `path` then. */
  bytes?: Uint8Array | null
  /** `/ByteRange` as written: [0, a, b, c]; the placeholder `<00…>` is the gap. */
  byteRange: [number, number, number, number]
}
