/**
 * Files for reading, derived from a revision and never what is signed or downloaded: small pictures of pages, and a copy laid out so that page 1 comes first. Whoever loses them loses nothing; they are made again.
 */

/** A finished revision in storage. */
export type ReadableRevision = { storageKey: string; sha256: string; bytes: number }

export interface ReadingFiles {
  /** Storage key of a PNG of the page, the first when none is named; null where none can be made that shows what the viewer will. */
  picture(revision: ReadableRevision, page?: number): Promise<string | null>
  /** Storage key of a PNG of the first page, for a row of a list; null where `picture` is. */
  thumbnail(revision: ReadableRevision): Promise<string | null>
  /**
   * Storage key of the copy; null where it was not made yet, or where the revision is as good itself. Never waits: a
   * viewer that has begun with one of the two must go on with the same, for it asks for pieces.
   */
  copy(revision: ReadableRevision): Promise<string | null>
  /** Begins to make the copy and the first page's picture, and returns at once. */
  prepare(revisions: ReadableRevision[]): void
}
