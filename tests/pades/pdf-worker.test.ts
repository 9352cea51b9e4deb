import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Confinement, confinements } from '#server/pdf/worker/confinement.ts'
import { createPdfWorker } from '#server/pdf/worker/pdf-worker.ts'
import { certificateRevision } from '#tests/fixtures/pdf/certificate.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

/** What this system allows: a way that fails here is passed over, and told. */
function waysOf(): { way: Confinement; name: string }[] {
  return confinements().map((way) => ({
    way,
    name: `${way.name}${way.user === null ? '' : ', as another user'}`,
  }))
}

describe.each(waysOf())('the PDF worker, $name', ({ way }) => {
  let hand: PdfWorkerAtHand
  const told: unknown[] = []

  beforeAll(() => {
    const weakest = confinements().slice(-1)
    hand = pdfWorkerAtHand({ ways: [way, ...weakest], log: (_level, _message, fields) => told.push(fields) })
    // As an operator's own data directory: closed to everybody else.
    chmodSync(hand.path('.'), 0o700)
  })
  afterAll(() => hand.end())

  it('does its jobs, and what it writes belongs to the server alone', async () => {
    const path = hand.file('a.pdf', makePdf())
    expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: true })
    const revision = certificateRevision(hand.path('certificate.pdf'), new Date())
    const prepared = await hand.pdfWorker.prepareCertificate(revision)
    expect(prepared.path).toBe(revision.targetPath)
    const { mode, uid } = statSync(prepared.path)
    expect([mode & 0o777, uid]).toEqual([0o600, process.geteuid?.()])
    expect(await hand.pdfWorker.listSignatures(path)).toEqual([])
    // A container without the right to make namespaces is told; here, as root, nothing is missing.
    if (process.geteuid?.() === 0) expect(told).toEqual([])
  })
})

describe('a PDF worker that a hostile file has taken over', () => {
  let folder: string
  let unixServer: Server
  let tcpServer: Server
  let targets: Record<string, unknown>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'musubi-curious-'))
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(elsewhere)
    mkdirSync(join(folder, 'work', 'pdf-other', 'in'), { recursive: true })
    // Open to everybody as far as the system is concerned: only node's permission model stands before them.
    for (const path of [join(elsewhere, 'keys.pem'), join(folder, 'work', 'pdf-other', 'in', '1.pdf')]) {
      writeFileSync(path, 'secret')
    }
    for (const each of [folder, elsewhere]) chmodSync(each, 0o777)
    unixServer = createServer((socket) => socket.end())
    tcpServer = createServer((socket) => socket.end())
    await new Promise<void>((resolve) => unixServer.listen(join(elsewhere, 's'), resolve))
    await new Promise<void>((resolve) => tcpServer.listen(0, '127.0.0.1', resolve))
    chmodSync(join(elsewhere, 's'), 0o777)
    targets = {
      secret: join(elsewhere, 'keys.pem'),
      sibling: join(folder, 'work', 'pdf-other', 'in', '1.pdf'),
      socket: join(elsewhere, 's'),
      port: (tcpServer.address() as { port: number }).port,
      spot: join(elsewhere, 'written'),
    }
  })
  afterAll(() => {
    unixServer.close()
    tcpServer.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function couldDo(way: Confinement, options: { lock: boolean }): Promise<string[]> {
    const childScript = join(folder, `child-${options.lock}`, 'child.mjs')
    const banner = options.lock ? `import '${join(process.cwd(), 'server/pdf/worker/no-network.ts')}'\n` : ''
    const entry = join(process.cwd(), 'tests/fixtures/pdf/curious-child.ts')
    buildSync({
      stdin: { contents: `${banner}import '${entry}'`, resolveDir: process.cwd() },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: childScript,
    })
    const pdfWorker = createPdfWorker({ childScript, workDirectory: join(folder, 'work'), ways: [way] })
    try {
      const path = join(folder, 'input.pdf')
      writeFileSync(path, 'x')
      // The targets ride along with a job that is answered as it is.
      return (await pdfWorker.verifyFinal({
        path,
        originalPath: null,
        targets,
      } as never)) as unknown as string[]
    } finally {
      await pdfWorker.close()
    }
  }

  it.each(waysOf())('can do nothing but its work: $name', async ({ way }) => {
    expect(await couldDo(way, { lock: true })).toEqual([])
  })

  it.each(
    waysOf().filter(({ way }) => way.name.includes('no network')),
  )('is kept from every address by the kernel, whatever it does in JavaScript: $name', async ({ way }) => {
    // A socket in the file system is no network: the server's own are in directories closed to others. And in a
    // network of its own, which nobody else is in, it may listen as long as it likes.
    const harmless = ['reach a socket', 'listen']
    const could = await couldDo(way, { lock: false })
    expect(could.filter((each) => !harmless.includes(each))).toEqual([])
  })

  it('cannot pass a directory or a link off as the file that was asked for', async () => {
    const way = confinements().at(-1) as Confinement
    const childScript = join(folder, 'child-link', 'child.mjs')
    const contents = `import { mkdirSync } from 'node:fs'
      process.on('message', ({ id, argument }) => {
        mkdirSync(argument.targetPath)
        process.send({ id, ok: true, answer: { path: argument.targetPath, byteRange: [0, 0, 0, 0] }, cpu: 0, rss: 0 })
      })
      process.on('disconnect', () => process.exit(0))
      process.send('ready')`
    buildSync({ stdin: { contents }, bundle: true, platform: 'node', format: 'esm', outfile: childScript })
    const pdfWorker = createPdfWorker({ childScript, workDirectory: join(folder, 'work'), ways: [way] })
    const target = join(folder, 'work', 'certificate.pdf')
    await expect(pdfWorker.prepareCertificate(certificateRevision(target, new Date()))).rejects.toMatchObject(
      {
        code: 'pdf_worker_failed',
      },
    )
    await pdfWorker.close()
    expect(statSync(target, { throwIfNoEntry: false })).toBe(undefined)
  })
})

it('a job is sent the bytes of its own file, and nothing of the one that was read before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-carried-'))
  const [childScript, work] = [join(folder, 'child', 'child.mjs'), join(folder, 'work')]
  mkdirSync(work)
  // All that came with the message, also what stands beside the file in memory.
  const contents = `process.on('message', ({ id, argument, files }) => {
      const file = files.get(argument)
      const answer = [file.length, Buffer.from(file.buffer).includes('secret')]
      process.send({ id, ok: true, answer, files: new Map(), cpu: 0, rss: 0 })
    })
    process.on('disconnect', () => process.exit(0))
    process.send('ready')`
  buildSync({ stdin: { contents }, bundle: true, platform: 'node', format: 'esm', outfile: childScript })
  const ways = confinements().slice(-1)
  const pdfWorker = createPdfWorker({ childScript, workDirectory: work, ways })
  const seen = async (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return (await pdfWorker.listSignatures(join(folder, name))) as unknown[]
  }
  try {
    expect(await seen('first.pdf', 'secret'.repeat(50_000))).toEqual([300_000, true])
    expect(await seen('second.pdf', 'mine')).toEqual([4, false])
  } finally {
    await pdfWorker.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('what strangers bring', () => {
  it('is looked at beside sealing, which goes on in its usual time', async () => {
    const hand = pdfWorkerAtHand()
    try {
      const certificate = (name: string) =>
        hand.pdfWorker.prepareCertificate(certificateRevision(hand.path(name), new Date()))
      // Both children of sealing are started, with their fonts.
      await Promise.all([certificate('1.pdf'), certificate('2.pdf')])
      const objects = { 100: `[${'1 '.repeat(1e6)}]`, 101: `[${'1 '.repeat(1e6)}]` }
      const hostile = makePdf({ objects, catalogEntries: '/X [100 0 R 101 0 R]' })
      let looking = 2
      const looked = Promise.all(
        ['h1.pdf', 'h2.pdf'].map(async (name) => {
          await hand.pdfWorker.inspect(hand.file(name, hostile))
          looking -= 1
        }),
      )
      await certificate('3.pdf')
      // In the order of things, not in seconds: with one line for all, both hostile files would be done with first.
      expect(looking).toBe(2)
      await looked
    } finally {
      await hand.end()
    }
  })
})
