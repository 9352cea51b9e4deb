import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createDiskStorage } from '#server/adapters/storage/disk-storage.ts'
import { documentArchive } from '#server/http/console-pages/document-archive.ts'
import { templateWith } from '#tests/support/list-template.ts'

test('a ZIP that nobody reads on leaves no file open', async () => {
  const root = await mkdtemp(join(tmpdir(), 'musubi-archive-'))
  const storage = await createDiskStorage(join(root, 'files'))
  const bytes = Buffer.alloc(8 * 1024 * 1024, 'a')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await storage.put('documents/aa/certificate.pdf', Readable.from([bytes]))
  const certificate = { sha256, bytes: bytes.length, storageKey: 'documents/aa/certificate.pdf' }
  const document = { ...templateWith(1), status: 'concluded' as const, certificate }

  let open = 0
  // The collector closes files that were left, some time or other: what counts is that the reading is ended.
  async function* watched(stream: AsyncIterable<Uint8Array>) {
    open += 1
    try {
      yield* stream
    } finally {
      open -= 1
    }
  }
  const read: typeof storage.read = async (...of) => {
    const stored = await storage.read(...of)
    return { ...stored, stream: watched(stored.stream) }
  }
  const zip = documentArchive({ ...storage, read }, [document], {
    ...{ lang: 'ja' as const, now: new Date() },
    recordOf: async () => null,
  })
  for await (const chunk of Readable.from(zip, { objectMode: false })) {
    if (chunk.length < 100_000) continue
    expect(open).toBe(1)
    break
  }
  await expect.poll(() => open).toBe(0)
  await rm(root, { recursive: true })
})
