/** Why the embedded PostgreSQL could not be started. */
export type EmbeddedPostgresProblem =
  | 'binaries_missing'
  | 'binaries_unusable'
  | 'directory_unusable'
  | 'directory_foreign'
  | 'directory_unreachable'
  | 'disk_full'
  | 'not_a_database'
  | 'version_differs'
  | 'socket_directory_foreign'
  | 'initdb_failed'
  | 'start_failed'

/** The embedded PostgreSQL could not be started. The message is one sentence for the operator: what, where, and the cure. */
export class EmbeddedPostgresFailed extends Error {
  readonly problem: EmbeddedPostgresProblem

  constructor(problem: EmbeddedPostgresProblem, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'EmbeddedPostgresFailed'
    this.problem = problem
  }
}

/** Runs file work below `directory`; a refusal of the operating system becomes one sentence that names the directory. */
export async function usingDirectory<Result>(
  directory: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof EmbeddedPostgresFailed ? error : directoryFailure(directory, error)
  }
}

function directoryFailure(directory: string, cause: unknown): EmbeddedPostgresFailed {
  const { code, path } = (cause ?? {}) as NodeJS.ErrnoException
  const where = path === undefined || path === directory ? directory : `${directory} (at ${path})`
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new EmbeddedPostgresFailed(
        'disk_full',
        `The disk that holds ${where} is full: free some space, or set MUSUBI_DATA to a directory on another disk.`,
        { cause },
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new EmbeddedPostgresFailed(
        'directory_unusable',
        `The data directory ${where} is not writable: give this user write permission, or set MUSUBI_DATA to another directory.`,
        { cause },
      )
    case 'EEXIST':
    case 'ENOTDIR':
      return new EmbeddedPostgresFailed(
        'directory_unusable',
        `The data directory ${where} cannot be made, for a file is in its place: remove the file, or set MUSUBI_DATA to another directory.`,
        { cause },
      )
    default:
      return new EmbeddedPostgresFailed(
        'directory_unusable',
        `The data directory ${where} cannot be used (${code ?? String(cause)}): set MUSUBI_DATA to another directory.`,
        { cause },
      )
  }
}
