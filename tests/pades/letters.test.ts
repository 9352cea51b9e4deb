import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** As the formatter may set it: without blanks, quotes and commas at the end. */
const bare = (text: string) => text.replaceAll(/\s|'|,(?=\s*[\]}])/g, '')

test('the tables of letters are those of the fonts: node scripts/letters.mjs makes them', async () => {
  const script: string = '../../scripts/letters.mjs'
  const { tables } = (await import(script)) as { tables: Record<string, string> }
  for (const [file, text] of Object.entries(tables)) {
    expect(bare(readFileSync(file, 'utf8')) === bare(text), file).toBe(true)
  }
})
