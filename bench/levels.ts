import { besideAgreements } from './beside.ts'
import { openSide, type Side } from './side.ts'

type Plan = { rounds: number; seconds: number; concurrency: number }

/** What level B-LTA costs an agreement: this checkout with `SIGNATURE_LEVEL=B-T`, and as it is, both running, in turns. */
export async function benchLevels(plan: Plan): Promise<void> {
  const sides: [Side, Side] = [
    await openSide('B-T', '.', { SIGNATURE_LEVEL: 'B-T' }),
    await openSide('B-LTA', '.', { SIGNATURE_LEVEL: 'B-LTA' }),
  ]
  process.stdout.write('B-T, and B-LTA beside it:\n')
  try {
    await besideAgreements(sides, plan)
  } finally {
    for (const side of sides) await side.close()
  }
}
