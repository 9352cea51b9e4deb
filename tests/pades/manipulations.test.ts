import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgeFile } from '#server/verification/judging/judge-file.ts'
import { type Material, makeMaterial } from '#tests/fixtures/manipulated/material.ts'
import { cryptographyManipulations } from '#tests/fixtures/manipulated/of-cryptography.ts'
import { documentManipulations } from '#tests/fixtures/manipulated/of-document.ts'
import { structureManipulations } from '#tests/fixtures/manipulated/of-structure.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

const all = [...structureManipulations, ...documentManipulations, ...cryptographyManipulations]

const hand = pdfWorkerAtHand()
let material: Material
beforeAll(async () => {
  material = await makeMaterial(hand)
})
afterAll(() => hand.end())

const judge = (bytes: Buffer, trust = material.trust) => judgeFile(bytes, trust, new Date())

test('the file that all of them are made from is whole, with nothing to say against it', () => {
  const judged = judge(material.contract.whole)
  expect(judged.findings.filter(({ level }) => level === 'alarm')).toEqual([])
  expect(judged).toMatchObject({ answer: 'issued_whole', verdict: 'whole', ok: true, missing: [] })
  expect(judged.document).toEqual({ kind: 'contract', id: material.contract.documentId })
  expect(judged.signatures.map(({ valid, ours, covers }) => [valid, ours, covers])).toEqual([
    [true, true, 'revision'],
    [true, true, 'revision'],
    [true, true, 'whole_file'],
  ])
})

test.each(all)('$number: $what is told by $code', async ({ make, code, answer, holds = false }) => {
  const made = await make(material)
  const { bytes, trust } = 'bytes' in made ? made : { bytes: made, trust: material.trust }
  const judged = judge(bytes, trust)
  const codes = judged.findings.map((one) => one.code)
  expect(codes).toContain(code)
  expect(judged.answer).toBe(answer)
  const level = judged.findings.find((one) => one.code === code)?.level
  expect(level === 'alarm').toBe(!holds)
  // Only what holds whole may pass.
  expect(judged.ok).toBe(answer === 'issued_whole')
})
