/** The judge of files of common programs (`scripts/judge/producers.mjs`): what it lets pass, and what it does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { outcomeOf } from '#tests/support/outcome-of-upload.ts'
import { objectionsToOutcomes } from '../../scripts/judge/outcomes.ts'

const folder = mkdtempSync(join(tmpdir(), 'musubi-outcomes-'))
const { sealer } = makeSealer()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, bytes: Uint8Array | string) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('an exception at intake is no refusal: the judge objects', async () => {
  const { outcome, stuck } = await outcomeOf(join(folder, 'nowhere.pdf'), folder, sealer)
  expect([outcome, stuck]).toEqual(['threw at intake', expect.stringContaining('ENOENT')])
  expect(objectionsToOutcomes({ a: outcome }, [{ file: 'a', outcome, stuck }])).toHaveLength(1)
})

test('a refusal and a conclusion are told apart, and each is right only where it is expected', async () => {
  const good = await outcomeOf(file('good.pdf', makePdf()), folder, sealer)
  const bad = await outcomeOf(file('bad.pdf', 'no PDF'), folder, sealer)
  expect([good.outcome, good.stuck, bad.outcome, bad.stuck]).toEqual(['accepted', null, 'not_pdf', null])
  const found = [
    { ...good, file: 'good.pdf' },
    { ...bad, file: 'bad.pdf' },
  ]
  expect(objectionsToOutcomes({ 'good.pdf': 'accepted', 'bad.pdf': 'not_pdf' }, found)).toEqual([])
  expect(objectionsToOutcomes({ 'good.pdf': 'accepted', 'bad.pdf': 'accepted' }, found)).toEqual([
    'bad.pdf: not_pdf, and not accepted',
  ])
  expect(objectionsToOutcomes({ 'good.pdf': 'not_pdf', 'bad.pdf': 'not_pdf' }, found)).toHaveLength(1)
})

test('a file that nobody expects, and one that was not made, are objected to', () => {
  const found = [{ file: 'new.pdf', outcome: 'accepted', stuck: null }]
  expect(objectionsToOutcomes({ 'old.pdf': 'accepted' }, found)).toEqual([
    'new.pdf: nobody says what must become of it (it was accepted)',
    'old.pdf: was to be made, and is not there',
  ])
})
