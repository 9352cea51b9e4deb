import { setTimeout as sleep } from 'node:timers/promises'
import { type Agreements, measureAgreements } from './agreements.ts'
import { residentIn, type Spent } from './processes.ts'
import { measureReads, type Page, startLimit } from './reads.ts'
import { openSide, pagesOf, type Side } from './side.ts'

type Plan = { rounds: number; seconds: number; concurrency: number; readRounds: number; idleSeconds: number }

const kinds = ['server', 'pdfWorker', 'postgres'] as const

/**
 * This checkout beside another one (`npm ci` was done there), both running, asked in turns of `seconds`: a machine whose
 * speed changes from minute to minute changes both. Agreements, then reads, then the memory that is left.
 */
export async function benchBeside(other: string, plan: Plan): Promise<void> {
  const sides: [Side, Side] = [await openSide('former', other), await openSide('this', '.')]
  try {
    await besideAgreements(sides, plan)
    await besideReads(sides, plan)
    await besideMemory(sides, plan)
  } finally {
    for (const side of sides) await side.close()
  }
}

/** Agreements of two sides in turns: a minute, and what each took of the processors. */
export async function besideAgreements(
  sides: [Side, Side],
  plan: Pick<Plan, 'rounds' | 'seconds' | 'concurrency'>,
): Promise<void> {
  const measured = new Map<Side, Agreements[]>(sides.map((side) => [side, []]))
  const measure = (side: Side, seconds: number) =>
    measureAgreements(side.office, { concurrency: plan.concurrency, seconds }, side.spent)
  for (const side of sides) await measure(side, 8)
  const ratios: number[] = []
  for (let round = 0; round < plan.rounds; round++) {
    const rates = new Map<Side, number>()
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const found = await measure(side, plan.seconds)
      measured.get(side)?.push(found)
      rates.set(side, found.perMinute)
    }
    const [former = 0, present = 0] = sides.map((side) => rates.get(side))
    ratios.push(present / former)
    say(
      `round ${round + 1}: ${Math.round(former)} and ${Math.round(present)} a minute, ${times(present / former)}`,
    )
  }
  const [former, present] = sides.map((side) => meanOf(measured.get(side) ?? [])) as [Mean, Mean]
  say(
    `agreements a minute: ${Math.round(former.perMinute)} and ${Math.round(present.perMinute)}, ` +
      `${times(present.perMinute / former.perMinute)}, median of rounds ${times(medianOf(ratios))}`,
  )
  say(
    `processor time each: ${spentBy(former.each)} and ${spentBy(present.each)}, ` +
      times(totalOf(present.each) / totalOf(former.each)),
  )
  for (const kind of kinds) {
    say(
      `  ${kind}: ${former.each[kind].toFixed(1)} and ${present.each[kind].toFixed(1)} ms, ` +
        times(present.each[kind] / former.each[kind]),
    )
  }
}

async function besideReads(sides: [Side, Side], { readRounds, seconds }: Plan): Promise<void> {
  const limit = await startLimit(sides[1].databaseUrl)
  try {
    const [former, present] = [await pagesOf(sides[0], limit.url), await pagesOf(sides[1], limit.url)]
    // The bare route reads a document of this side's database.
    const renamed = (pages: Page[], side: string) =>
      pages.map((page) => ({ ...page, name: `${side} ${page.name}` }))
    const all = [...renamed(present, 'this'), ...renamed(former.slice(1), 'former')]
    for (const connections of [16, 1]) {
      const reads = await measureReads(all, {
        connections,
        rounds: readRounds,
        seconds: Math.min(seconds, 2),
      })
      const rate = (name: string) => reads[name]?.perSecond ?? 0
      say(`over ${connections} connections: bare route ${Math.round(rate('this limit'))}/s`)
      for (const page of ['document', 'phone', 'review']) {
        const [before, now, bare] = [rate(`former ${page}`), rate(`this ${page}`), rate('this limit')]
        say(
          `  ${page}: ${Math.round(before)} and ${Math.round(now)}/s, ${times(now / before)}; ` +
            `of the bare route ${percent(before / bare)} and ${percent(now / bare)}`,
        )
      }
    }
  } finally {
    await limit.stop()
  }
}

async function besideMemory(sides: [Side, Side], { idleSeconds }: Plan): Promise<void> {
  const loaded = await Promise.all(sides.map((side) => side.memory()))
  await sleep(idleSeconds * 1000)
  const idle = await Promise.all(sides.map((side) => side.memory()))
  for (const [when, [former, present]] of [
    ['after pages', loaded],
    [`${idleSeconds} s later`, idle],
  ] as const) {
    say(`resident ${when}: ${former && residentIn(former)}; and ${present && residentIn(present)}`)
  }
}

type Mean = { perMinute: number; each: Spent }

function meanOf(measured: Agreements[]): Mean {
  const mean = (read: (one: Agreements) => number) =>
    measured.reduce((sum, one) => sum + read(one), 0) / measured.length
  return {
    perMinute: mean(({ perMinute }) => perMinute),
    each: {
      server: mean(({ each }) => each.server),
      pdfWorker: mean(({ each }) => each.pdfWorker),
      postgres: mean(({ each }) => each.postgres),
      client: mean(({ each }) => each.client),
    },
  }
}

/** The product's: what the client spends is not an agreement's. */
function totalOf(spent: Spent): number {
  return kinds.reduce((sum, kind) => sum + spent[kind], 0)
}

function spentBy(spent: Spent): string {
  return `${totalOf(spent).toFixed(1)} ms`
}

function medianOf(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
