import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isAboutBulkSending, isAboutDocument } from '#contract/web-api/operation.ts'
import { operations } from '#contract/web-api/operations.ts'
import { titleOf } from './row.ts'
import { rows } from './rows.ts'

test.each(operations.map((each) => [titleOf(each), each] as const))('%s is in the tables', (title, each) => {
  const row = rows[each.name]
  const where = 'tests/web-api/tables/rows.ts'
  if (row === undefined) {
    throw new Error(
      `${title} is in contract/web-api/operations.ts and has no row in ${where}: add one named ${each.name}, so that its encodings, refusals and rights are tested`,
    )
  }
  const subjects = [
    { about: isAboutDocument(each), named: row.state !== undefined, what: '`state` of the document' },
    {
      about: isAboutBulkSending(each),
      named: row.bulk !== undefined,
      what: '`bulk` state of the bulk sending',
    },
  ]
  for (const { about, named, what } of subjects) {
    if (about === named) continue
    throw new Error(
      `the row ${each.name} must ${about ? '' : 'not '}name the ${what} that a good call is made on`,
    )
  }
  for (const name of Object.keys(each.form)) {
    const judged = row.wrong?.some((wrong) => wrong.names === name) || neverWrong.has(`${each.name}.${name}`)
    if (!judged) {
      throw new Error(
        `the row ${each.name} has nothing in \`wrong\` for the parameter ${name}; add what is refused, or list it in \`neverWrong\``,
      )
    }
  }
})

/** Parameters that any text is good for: what makes no sense is passed over. */
const neverWrong = new Set([
  'createDocument.note',
  'listDocuments.page',
  'listDocuments.with_files',
  'listDocuments.with_participants',
  'listDocuments.with_reportees',
  'listDocuments.with_shared_templates',
  'listDocuments.with_attachment',
  'listTeamDocuments.page',
  'listTeamDocuments.with_files',
  'listTeamDocuments.with_participants',
  'listTeamDocuments.with_reportees',
  'listTeamDocuments.with_attachment',
])

test('no row is left over from an operation that is gone', () => {
  const names = operations.map(({ name }) => name)
  expect(Object.keys(rows).filter((each) => !names.includes(each))).toEqual([])
})

test('every operation that is declared is in the registry', async () => {
  const folder = new URL('../../../contract/web-api/', import.meta.url)
  const declared: string[] = []
  for (const file of await readdir(folder)) {
    if (file.endsWith('.test.ts')) continue
    const exported = Object.values(await import(new URL(file, folder).href)) as Record<string, unknown>[]
    for (const each of exported) {
      if (each !== null && typeof each === 'object' && 'method' in each && 'path' in each && 'answer' in each)
        declared.push(String(each.name))
    }
  }
  expect(declared.sort()).toEqual(operations.map(({ name }) => name).sort())
})
