import { test } from 'vitest'
import { readList } from '#server/http/bulk-lists/read-list.ts'
import { expectLinear } from '#tests/support/doubling.ts'
import { templateWith } from '#tests/support/list-template.ts'

const template = templateWith(1)
const heading = '宛先1 氏名,宛先1 携帯電話番号\r\n'
const read = (bytes: Buffer) => readList(bytes, template, 'ja')

const shapes: [string, (size: number) => string][] = [
  ['rows', (size) => `${heading}${'髙橋 花子,090-1234-5678\r\n'.repeat(size / 16)}`],
  ['rows in which nothing stands', (size) => `${heading}${',\r\n'.repeat(size)}`],
  ['quotes within a field', (size) => `${heading}${'a"b'.repeat(size / 100)},090\r\n`.repeat(40)],
  ['line breaks within quotes', (size) => `${heading}${`"${'\r\n'.repeat(20)}",090\r\n`.repeat(size / 20)}`],
  ['columns without a heading', (size) => `${heading}${`甲,090${',x'.repeat(50)}\r\n`.repeat(size / 50)}`],
  ['a heading of one letter again and again', (size) => `${'a,'.repeat(size / 4)}\r\n`],
  ['quotes in the heading', (size) => `${'"'.repeat(size / 4)}\r\n`],
  ['one line without an end', (size) => 'a'.repeat(size)],
]

test.each(shapes)('%s: twice as long a list takes twice as long', async (_name, make) => {
  await expectLinear(read, (size) => Buffer.from(make(size)), 60_000)
})
