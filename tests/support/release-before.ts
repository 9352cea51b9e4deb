import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The earliest commit of this history whose process may run beside ours: the oldest that is supported while an operator
 * updates. Those before encrypt otherwise, so they are stopped first (docs/operations.md, updating).
 */
const commitBefore = 'ae124875e2d1876f4b5ce7675666f141576d7ae4'

/**
 * Where that commit lies built, ready for `node dist/server.mjs`; built once a machine, in half a minute, with the
 * libraries of its own lock file. Null, with the reason printed, where its history is not there: a clone without history
 * cannot build it. With `MUSUBI_TEST_HISTORY=required`, as in the workflow of the repository, that is an error, so that
 * nobody takes a skipped test for a passed one.
 */
export async function releaseBefore(): Promise<string | null> {
  const place = join(tmpdir(), `musubi-release-${commitBefore.slice(0, 12)}`)
  if (existsSync(join(place, 'dist/server.mjs'))) return place
  const known = await run('git', ['cat-file', '-e', `${commitBefore}^{commit}`]).then(
    () => true,
    () => false,
  )
  if (!known) {
    const sentence = `The commit ${commitBefore} is not in this clone: fetch the whole history (git fetch --unshallow) to run two releases side by side.`
    if (process.env.MUSUBI_TEST_HISTORY === 'required') throw new Error(sentence)
    return null
  }
  const work = await mkdtemp(`${place}-`)
  const archive = join(work, 'archive.tar')
  await run('git', ['archive', '--format=tar', '-o', archive, commitBefore])
  await run('tar', ['-xf', archive, '-C', work])
  await rm(archive)
  // A library that it needs may be gone from ours.
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: work })
  await writeFile(join(work, 'commit'), commitBefore)
  await run(process.execPath, ['scripts/build.mjs', '--quiet'], { cwd: work })
  // Whoever builds at the same time is as good.
  await rename(work, place).catch(() => rm(work, { recursive: true, force: true }))
  return place
}
