import { conclude, type Office } from './agreement.ts'
import { type Spent, spentBetween } from './processes.ts'

export type Agreements = {
  perMinute: number
  concluded: number
  slowest: number
  median: number
  each: Spent
}

/** So many agreements at a time, for so long; each is counted when the integrator sees status 2. */
export async function measureAgreements(
  office: Office,
  { concurrency, seconds }: { concurrency: number; seconds: number },
  spent: () => Promise<Spent>,
): Promise<Agreements> {
  const durations: number[] = []
  const before = await spent()
  const began = performance.now()
  const end = began + seconds * 1000
  const lane = async () => {
    while (performance.now() < end) {
      const start = performance.now()
      await conclude(office)
      durations.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  const took = performance.now() - began
  const used = spentBetween(before, await spent())
  const sorted = durations.toSorted((a, b) => a - b)
  const perAgreement = (seconds: number) => (seconds * 1000) / durations.length
  return {
    perMinute: (durations.length * 60_000) / took,
    concluded: durations.length,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    slowest: sorted.at(-1) ?? 0,
    each: {
      server: perAgreement(used.server),
      pdfWorker: perAgreement(used.pdfWorker),
      postgres: perAgreement(used.postgres),
      client: perAgreement(used.client),
    },
  }
}
