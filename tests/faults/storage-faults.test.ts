/**
 * Storage is a local disk here, so there is no request that a proxy could cut. Instead the server is killed at each change
 * that it makes to the directories `work/` and `files/` of its data (a file appears, is moved to its place, goes), as
 * the kernel reports them; and the disk is full (a small tmpfs where this may be mounted, else a directory without the
 * right to write).
 */
import { execFileSync } from 'node:child_process'
import { watch } from 'node:fs'
import { chmod, cp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf, largeContractPdf } from '#tests/fixtures/contract-pdf.ts'
import { expectConcludedOnce, rowsOf } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { smallDisk } from '#tests/support/machine.ts'
import { type Need, needs } from '#tests/support/needs.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let integrator: Integrator

const root = process.getuid?.() === 0
const mountable = smallDisk.isHere
/** Whoever is not root is kept from writing otherwise. */
const fullDisk: Need = { ...smallDisk, isHere: mountable || !root }

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(() => server?.close())

/** Counts the changes of entries in the directories that a seal of this document touches. */
function watchDisk({ sent }: AtTheButton, onChange: (count: number) => void): () => void {
  const document = join(server.dataDirectory, 'files', 'documents', sent.documentId)
  let count = 0
  const under = (path: string) => join(server.dataDirectory, path)
  // Small files come to the storage out of the memory, others out of `work/`.
  const watchers = [under('work'), under('files/.incoming'), document, join(document, sent.fileId)].map(
    (path) =>
      watch(path, (event) => {
        if (event === 'rename') onChange(++count)
      }),
  )
  return () => {
    for (const watcher of watchers) watcher.close()
  }
}

test('the server is killed at each change on the disk: the next start concludes, once, within ten seconds', async () => {
  let changes = 0
  const counted = await standAtTheButton({ server, integrator })
  const ignore = watchDisk(counted, (count) => {
    changes = count
  })
  await counted.press()
  await waitForStatus(counted.sent, 2)
  ignore()
  expect(changes).toBeGreaterThanOrEqual(4)
  for (let at = 1; at <= changes; at++) {
    const button = await standAtTheButton({ server, integrator })
    let struck = false
    const stop = watchDisk(button, (count) => {
      if (count !== at) return
      struck = true
      server.process().process.kill('SIGKILL')
    })
    expect((await button.press())?.status).toBe(303)
    await until('the blow falls', () => struck)
    stop()
    await server.kill()
    await server.restart()
    await waitForStatus(button.sent, 2, 10)
    await expectConcludedOnce(server, button.sent)
  }
  process.stdout.write(`storage: killed at each of ${changes} changes on the disk\n`)
}, 300_000)

describe('a full disk', needs(fullDisk), () => {
  test.each([
    'files',
    'work',
  ])('under %s/ leaves the document awaiting; it is concluded when there is room again', async (name) => {
    const directory = join(server.dataDirectory, name)
    const marker = join(server.dataDirectory, 'files/installation')
    const kept = join(server.dataDirectory, 'kept-marker')
    await server.kill()
    await cp(marker, kept, { recursive: true })
    if (mountable) {
      await rm(directory, { recursive: true, force: true })
      execFileSync('mkdir', ['-m', '700', directory])
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', directory])
      // Without the mark, an empty storage under a full database is refused.
      await cp(kept, marker, { recursive: true })
    }
    try {
      await server.restart()
      // What is small needs no room under `work/`.
      const pdf = await largeContractPdf()
      const { sent, press } = await standAtTheButton({ server, integrator }, '賃貸借契約書', pdf)
      const makeRoom = mountable ? await fill(directory) : await close(directory)
      expect((await press())?.status).toBe(303)
      await until('a job fails', async () => {
        const failed = await rowsOf(
          server,
          'select 1 from graphile_worker._private_jobs where last_error is not null',
        )
        return failed.length > 0
      })
      const { body } = await integrator.call('GET', `/documents/${sent.documentId}`)
      expect(body.status).toBe(1)
      await makeRoom()
      await waitForStatus(sent, 2, 60)
      await expectConcludedOnce(server, sent)
    } finally {
      await server.kill()
      if (mountable) execFileSync('umount', ['-l', directory])
      await cp(kept, marker, { recursive: true })
      await server.restart()
    }
  })
})

test(
  'with less than 256 MB free no file is verified and the log says why, while agreements go on; with more it is',
  needs(smallDisk),
  async () => {
    const work = join(server.dataDirectory, 'work')
    const verify = async () => {
      const body = new FormData()
      body.set('file', new Blob([(await contractPdf()) as BlobPart], { type: 'application/pdf' }), 'x.pdf')
      const answer = await fetch(`${server.url}/verify`, { method: 'POST', body })
      return { status: answer.status, html: await answer.text() }
    }
    await server.process().stop()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=255m,mode=700', 'tmpfs', work])
    try {
      await server.restart()
      const refused = await verify()
      expect(refused.status).toBe(503)
      expect(refused.html).toContain('いまは検証できません。')
      await until('the log names cause and cure', () =>
        /"level":40.*"event":"verify.no_room","free":26\d{7},"least":268435456.*make room on the disk of MUSUBI_DATA/.test(
          server.process().output(),
        ),
      )
      const { sent, press } = await standAtTheButton({ server, integrator })
      expect((await press())?.status).toBe(303)
      await waitForStatus(sent, 2, 20)
      execFileSync('mount', ['-o', 'remount,size=300m', work])
      expect((await verify()).status).toBe(200)
    } finally {
      await server.kill()
      execFileSync('umount', ['-l', work])
      await server.restart()
    }
  },
)

/** Writes until nothing fits any more. */
async function fill(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, '.filler')
  for (let size = 1024 * 1024; size >= 1024; size /= 2) {
    const chunk = Buffer.alloc(size)
    for (;;) {
      const written = await writeFile(path, chunk, { flag: 'a' }).then(
        () => true,
        () => false,
      )
      if (!written) break
    }
  }
  return () => rm(path)
}

/** Takes the right to write from every directory in it. */
async function close(directory: string): Promise<() => Promise<void>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const inner = entries.filter((each) => each.isDirectory()).map((each) => join(each.parentPath, each.name))
  const all = [directory, ...inner]
  for (const each of all) await chmod(each, 0o500)
  return async () => {
    for (const each of all) await chmod(each, 0o700)
  }
}
