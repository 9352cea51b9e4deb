import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'

let directory: string
let child: ChildProcess | null = null
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'musubi-hanging-'))
  // Opening a pipe that nobody writes to never answers, as a file of a network file system whose server is gone.
  execFileSync('mkfifo', [join(directory, 'hangs')])
})
afterEach(() => {
  // Here, because a test that waits in vain for a line comes to no end of its own.
  child?.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

const works = {
  'stores a finished file': `
    const { createDiskStorage } = await import('#server/adapters/storage/disk-storage.ts')
    const storage = await createDiskStorage(directory + '/files')
    const work = () => storage.putFile('a/b', hangs)`,
  'hashes a file of a job': `
    const { createWorkspace } = await import('#server/adapters/storage/workspace.ts')
    const workspace = await createWorkspace(directory + '/work')
    const work = () => workspace.sha256(hangs)`,
  'brings a file to a PDF worker of another user': `
    const { JobFiles, makeChildDirectory } = await import('#server/pdf/worker/job-files.ts')
    await makeChildDirectory(directory + '/child', null)
    const files = new JobFiles(directory + '/child', process.geteuid())
    files.read(hangs)
    const work = () => files.bring()`,
}

// A process of its own, because what it must not do would stop this one.
test.each(Object.entries(works))(
  'a process that %s answers others although the file system hangs',
  async (_what, work) => {
    const program = `
      const [directory, hangs] = ${JSON.stringify([directory, join(directory, 'hangs')])}
      ${work}
      work().then(() => console.log('did not hang'), (error) => console.log(String(error)))
      setImmediate(() => setImmediate(() => console.log('answers')))`
    const started = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    const [line] = await once(createInterface(started.stdout), 'line')
    expect(line).toBe('answers')
  },
  20_000,
)
