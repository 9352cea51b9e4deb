import { describe, expect, test } from 'vitest'
import type { PdfProblem } from '#domain/pdf-problem.ts'
import { KnownUploads } from '#server/pdf/worker/known-uploads.ts'
import type { Inspection } from '#server/usecases/sealing-ports.ts'

const fine: Inspection = {
  ok: true,
  pages: [],
  signed: false,
  docMdp: null,
  deadSignatures: 0,
  repaired: null,
}

describe('what intake found of a file', () => {
  const secondAnswer = async (first: Inspection) => {
    const known = new KnownUploads()
    await known.through('hash', async () => first)
    return known.through('hash', async () => fine)
  }

  test.each<PdfProblem>([
    'encrypted',
    'javascript',
    'portfolio',
    'form_open',
  ])('is remembered when it is about the file: %s', async (problem) => {
    expect(await secondAnswer({ ok: false, problem })).toEqual({ ok: false, problem })
  })

  test.each<PdfProblem>([
    'too_costly',
    'readers_disagree',
    'needs_repair',
    'rehearsal',
  ])('is asked again when little memory may have been the reason: %s', async (problem) => {
    expect(await secondAnswer({ ok: false, problem })).toEqual(fine)
  })
})
