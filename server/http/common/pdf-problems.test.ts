import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answerTo } from '../web-api/refusals.ts'
import { pdfProblemWords } from './pdf-problems.ts'

const rows = Object.entries(pdfProblemWords).map(
  ([problem, { ja, en }]) =>
    `| \`${problem}\` | uploadfile ${en.cause}; ${en.cure}. | ${ja.cause}${ja.cure} |`,
)

test('the document of upload refusals says what the code says, in both languages, and nothing else', () => {
  const told = readFileSync('docs/upload-refusals.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  expect(told).toEqual(rows)
})

test.each(Object.entries(pdfProblemWords))('%s has a cause and a cure that people can act on', (problem, {
  ja,
  en,
}) => {
  expect(ja.cause).toMatch(/^[^a-z]+。$/u)
  expect(ja.cure).toMatch(/ください。/u)
  expect(en.cause).toMatch(/^(is|has|does|contains|carries|shows|takes) [ -~]+[^.;]$/)
  expect(en.cure).toMatch(/^[a-z][ -~]+[^.;]$/)
  const { body } = answerTo({ code: 'pdf_refused', field: 'uploadfile', detail: { problem } })
  expect(body.message).toBe(`\`uploadfile\` ${en.cause}; ${en.cure}.`)
})
