/** A machine that is loaded or swaps is slow with every file, and that says nothing of the file. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { countingCostly } from '#server/usecases/drafting/costly-uploads.ts'
import type { Origin } from '#server/usecases/ports.ts'
import { MachineBusy } from '#server/usecases/refused.ts'
import { certificateRevision } from '#tests/fixtures/pdf/certificate.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type PdfWorkerAtHand, pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { linux } from '#tests/support/machine.ts'
import { needs } from '#tests/support/needs.ts'
import { until } from '#tests/support/until.ts'

let hand: PdfWorkerAtHand
let goOn = () => {}
afterEach(() => {
  goOn()
  return hand.end()
})

/** The children of this pdfWorker: each may read its own directory there. */
function children(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${hand.path('pdf-')}`)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Every child stands still until `goOn`, as on a machine that has no time for it. */
function freeze(): void {
  const frozen = children()
  for (const pid of frozen) process.kill(pid, 'SIGSTOP')
  goOn = () => {
    for (const pid of frozen.filter((each) => children().includes(each))) process.kill(pid, 'SIGCONT')
  }
}

/** Takes some seconds of processor time. */
function longRead(name: string): string {
  const wide = `[${'1 '.repeat(4e6)}]`
  const objects = Object.fromEntries([100, 101, 102, 103, 104, 105].map((number) => [number, wide]))
  const catalogEntries = `/X [${Object.keys(objects)
    .map((number) => `${number} 0 R`)
    .join(' ')}]`
  return hand.file(name, makePdf({ objects, catalogEntries }))
}

describe('a machine that has no time', needs(linux), () => {
  test('for longer than a file may cost: the file is taken all the same', async () => {
    hand = pdfWorkerAtHand({ limits: { processorSeconds: 1, wallSeconds: 60 } })
    const path = hand.file('a.pdf', makePdf())
    expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: true })
    freeze()
    const inspection = hand.pdfWorker.inspect(path)
    await sleep(2_000)
    goOn()
    expect(await inspection).toMatchObject({ ok: true })
  })

  test('for so long that the child is given up: no verdict on the file, the log says so, and the next is looked at', async () => {
    const told: unknown[] = []
    const limits = { processorSeconds: 20, wallSeconds: 1 }
    hand = pdfWorkerAtHand({ limits, log: (_level, _message, fields) => told.push(fields) })
    const path = hand.file('a.pdf', makePdf())
    expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: true })
    freeze()
    const failure = await hand.pdfWorker.inspect(path).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(MachineBusy)
    expect(failure).toMatchObject({ heavy: false })
    expect(failure).not.toHaveProperty('verdict')
    expect(told).toMatchObject([{ event: 'pdf_worker.machine_busy', job: 'inspect' }])
    expect(await hand.pdfWorker.inspect(path)).toMatchObject({ ok: true })
  })

  test('for a seal: it fails for a reason that passes', async () => {
    hand = pdfWorkerAtHand({ limits: { processorSeconds: 20, wallSeconds: 1 }, maxChildren: 1 })
    const draw = () =>
      hand.pdfWorker.prepareCertificate(certificateRevision(hand.path('certificate.pdf'), new Date()))
    await draw()
    freeze()
    await expect(draw()).rejects.toBeInstanceOf(MachineBusy)
    await expect(draw()).resolves.toMatchObject({ path: hand.path('certificate.pdf') })
  })

  test('for a child that is to go: the server ends without it', async () => {
    hand = pdfWorkerAtHand()
    await hand.pdfWorker.inspect(hand.file('a.pdf', makePdf()))
    freeze()
    await hand.pdfWorker.close()
    expect(children()).toEqual([])
  })

  /** Looks at a file as the doors do. */
  function brought(path: string, spent: string[]) {
    const limits = {
      wait: async () => null,
      spend: async (limit: string, whom: string) => {
        spent.push(`${limit} ${whom}`)
        return null
      },
      forget: async () => undefined,
    }
    const origin = { actor: { kind: 'member', memberId: 'm1', via: 'c1' } } as unknown as Origin
    return countingCostly({ limits }, origin, () => hand.pdfWorker.inspect(path)).catch(
      (error: unknown) => error,
    )
  }

  test('and a file that costs little: it does not count against whoever brought it', async () => {
    hand = pdfWorkerAtHand({ limits: { processorSeconds: 20, wallSeconds: 1 } })
    const small = hand.file('small.pdf', makePdf())
    const spent: string[] = []
    await brought(small, spent)
    freeze()
    expect(await brought(small, spent)).toBeInstanceOf(MachineBusy)
    expect(spent).toEqual([])
  })

  test('and a file that had cost much by then: it counts', async () => {
    // Time enough for a second of the processor where others want it too.
    hand = pdfWorkerAtHand({ limits: { processorSeconds: 1.2, wallSeconds: 12 } })
    const spent: string[] = []
    await brought(hand.file('small.pdf', makePdf()), spent)
    const [child = 0] = children()
    const before = cost(child)
    let ended = false
    const large = brought(longRead('large.pdf'), spent).finally(() => {
      ended = true
    })
    // Half of what it may cost, and what is given away at its beginning.
    await until('it has cost much', async () => ended || cost(child) - before > 0.9)
    freeze()
    const outcome = await large
    // Where it ran out of its processor time before it stood still, that counts all the same.
    if (outcome instanceof MachineBusy) expect(outcome.heavy).toBe(true)
    else expect(outcome).toEqual({ ok: false, problem: 'too_costly' })
    expect(spent).toEqual(['costly_uploads m1'])
  })
})

/** Seconds of processor time; 0 of one that is gone. */
function cost(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}
