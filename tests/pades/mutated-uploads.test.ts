import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { mutated, randomFrom, takenApart } from '#tests/support/mutated-pdf.ts'
import { outcomeOf } from '#tests/support/outcome-of-upload.ts'

/** How many; `MUTATIONS=50000` for a long night, `MUTATION_SEED` for the same again. */
const count = Number(process.env.MUTATIONS ?? 2000)
const seed = Number(process.env.MUTATION_SEED ?? Date.now() % 1_000_000)

const strangers = 'tests/fixtures/strangers'
/** What another contract left behind: fields of signatures that hold no more, and signatures that hold. */
const concluded = globSync('tests/fixtures/release-ae12487/files/documents/*/*/1-*.pdf').toSorted()
const bases = [
  ...[
    'cairo',
    'gs',
    'qpdf-objstm',
    'qpdf-lin',
    'unite',
    'pdf-xref-stream',
    'office-libreoffice',
    'vp-measure',
  ],
  ...['07-value-lost-needappearances', '10-border-lost-no-ap', 'bleed-cm', 'pdf-plain-table'],
  'dead-signature-fields',
]
  .map((name) => `${strangers}/${name}.pdf`)
  .concat(concluded.slice(0, 2))
  .map((path) => readFileSync(path))

const { sealer } = makeSealer()

test(`of ${count} mutated files each is refused at upload or concluded (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-mutated-'))
  const apart = bases.map((bytes) => ({ bytes, taken: takenApart(bytes) }))
  const outcomes = new Map<string, number>()
  const stuck: string[] = []
  for (let index = 0; index < count; index += 1) {
    const random = randomFrom(seed + index)
    const base = random.of(apart)
    const upload = join(folder, 'upload.pdf')
    writeFileSync(upload, mutated(base.bytes, base.taken, random))
    const { outcome, stuck: why } = await outcomeOf(upload, folder, sealer)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (why !== null) {
      copyFileSync(upload, join(tmpdir(), `musubi-mutated-${seed + index}.pdf`))
      stuck.push(`MUTATION_SEED=${seed + index}: ${why}`)
    }
  }
  rmSync(folder, { recursive: true, force: true })
  console.log(
    `mutated uploads, seed ${seed}:`,
    Object.fromEntries([...outcomes].sort(([, a], [, b]) => b - a)),
  )
  expect(stuck).toEqual([])
  // A generator that makes nothing but rubbish, or nothing odd, would ask nothing.
  expect(outcomes.get('accepted') ?? 0).toBeGreaterThan(count / 10)
  expect(outcomes.size).toBeGreaterThan(Math.min(5, count / 100))
})

test('the same seed gives the same file', () => {
  const base = makePdf()
  const taken = takenApart(base)
  expect(mutated(base, taken, randomFrom(7)).equals(mutated(base, taken, randomFrom(7)))).toBe(true)
  expect(mutated(base, taken, randomFrom(7)).equals(mutated(base, taken, randomFrom(8)))).toBe(false)
})
