import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, type RowValues } from '#domain/bulk-row.ts'
import { readList } from '#server/http/bulk-lists/read-list.ts'
import { sampleList, writeList } from '#server/http/bulk-lists/write-list.ts'
import { templateWith } from '#tests/support/list-template.ts'
import { shiftJis } from '#tests/support/shift-jis.ts'

const template = templateWith(1)
const heading = '書類のタイトル,宛先1 氏名,宛先1 会社名・組織名,宛先1 携帯電話番号'
const read = (bytes: Uint8Array | string, of = template) => readList(Buffer.from(bytes), of, 'ja')
const rowsOf = async (bytes: Uint8Array | string, of = template) => {
  const reading = await read(bytes, of)
  if ('problem' in reading) throw new Error(JSON.stringify(reading.problem))
  return reading.rows
}
const kindOf = async (bytes: Uint8Array | string) => {
  const reading = await read(bytes)
  return 'problem' in reading ? reading.problem : 'read'
}

const row = '契約書,髙橋 ①子,㈱ｶﾅ～東京－,090-1234-5678'
const asRead = {
  title: '契約書',
  recipient_1_name: '髙橋 ①子',
  recipient_1_organization: '㈱ｶﾅ～東京－',
  recipient_1_tel: '090-1234-5678',
}
const list = `${heading}\r\n${row}\r\n`
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

test.each<[string, Uint8Array | string]>([
  ['UTF-8', list],
  ['UTF-8 with a mark', `\ufeff${list}`],
  ['Shift_JIS with the extensions of Windows', shiftJis(list)],
  ['UTF-16, little end first', utf16(list)],
  ['UTF-16, big end first', utf16(list).swap16()],
  ['UTF-16 with tabs, as Excel saves „Unicode text“', utf16(list.replaceAll(',', '\t'))],
  ['semicolons', list.replaceAll(',', ';')],
  ['semicolons that the file names itself', `sep=;\r\n${list.replaceAll(',', ';')}`],
  ['tabs', list.replaceAll(',', '\t')],
  ['lines that end with LF', list.replaceAll('\r\n', '\n')],
  ['lines that end with CR', list.replaceAll('\r\n', '\r')],
  ['no end of the last line', list.trimEnd()],
  [
    'every field quoted',
    `${heading}\r\n${row
      .split(',')
      .map((each) => `"${each}"`)
      .join(',')}\r\n`,
  ],
  ['numbers that are kept from being numbers', list.replace('090-1234-5678', '="090-1234-5678"')],
  ['the same with an apostrophe', list.replace('090-1234-5678', "'090-1234-5678").replace("'", '')],
  ['columns at the end in which nothing stands', list.replaceAll('\r\n', ',,,\r\n')],
  ['headings of another spelling', list.replace('宛先1 氏名', '宛先１氏名（必須）')],
  ['headings of the Web API', list.replace('宛先1 氏名', 'recipient_1_name')],
  ['English headings', list.replace('宛先1 氏名', 'Recipient 1 Name')],
])('%s is read', async (_name, bytes) => {
  expect(await rowsOf(bytes)).toEqual([{ row: 2, values: asRead }])
})

test('rows keep the numbers that Excel has for them, past empty ones, examples, and line breaks in quotes', async () => {
  const lines = [
    heading,
    ',,,',
    '# 例：見本,山田,,',
    '"二行の\n題",甲,,090-1111-1111',
    '',
    '題,乙,,090-2222-2222',
  ]
  const rows = await rowsOf(`${lines.join('\r\n')}${'\r\n,,,'.repeat(50_000)}\r\n`)
  expect(rows.map(({ row: number, values }) => [number, values.recipient_1_name])).toEqual([
    [4, '甲'],
    [6, '乙'],
  ])
  expect(rows[0]?.values.title).toBe('二行の\n題')
})

test('what stands beside the headings is told, and columns that say so are passed over', async () => {
  const text = `${heading},# 社員番号\r\n${row},A-1\r\n${row},A-2,はみ出し\r\n`
  expect(await rowsOf(text)).toEqual([
    { row: 2, values: asRead },
    { row: 3, values: { ...asRead, column_6: 'はみ出し' } },
  ])
})

test.each<[string, Uint8Array | string, unknown]>([
  ['nothing', '', { kind: 'none' }],
  ['blanks alone', '\r\n,,,\r\n', { kind: 'none' }],
  ['headings alone', heading, { kind: 'no_row' }],
  ['a workbook', Buffer.from('504b0304140006', 'hex'), { kind: 'workbook' }],
  ['a workbook of old', Buffer.from('d0cf11e0a1b11ae1', 'hex'), { kind: 'workbook' }],
  [
    'bytes of no encoding',
    Buffer.concat([Buffer.from(`${heading}\n`), Buffer.from([0xff, 0xa0, 0x81])]),
    { kind: 'encoding', line: expect.any(Number) },
  ],
  ['zeros', Buffer.alloc(100), { kind: 'encoding', line: 1 }],
  ['a quote that is never closed', `${list}"題,乙,,090\r\n${row}\r\n`, { kind: 'quote', line: 3 }],
  [
    'headings of somebody else',
    '名前,電話\r\n甲,090\r\n',
    { kind: 'headings_unknown', headings: ['名前', '電話'] },
  ],
  [
    'one heading twice',
    `${heading},宛先1 氏名\r\n${row},\r\n`,
    { kind: 'heading_twice', heading: '宛先1 氏名' },
  ],
  [
    'no way to reach anybody',
    '宛先1 氏名\r\n甲\r\n',
    { kind: 'headings_missing', headings: ['宛先1 携帯電話番号'] },
  ],
  ['too many rows', `${heading}\r\n${`${row}\r\n`.repeat(10_001)}`, { kind: 'too_many_rows', limit: 10_000 }],
  ['too many bytes', Buffer.alloc(8 * 1024 * 1024 + 1, 0x61), { kind: 'too_large', limit: 8 * 1024 * 1024 }],
])('%s is refused, and said why', async (_name, bytes, problem) => {
  expect(await kindOf(bytes)).toEqual(problem)
})

test('of the cells beside the headings only the first are kept, however many there are', async () => {
  const [first] = await rowsOf(`${heading}\n${row}${',x'.repeat(30_000)}\n`)
  expect(Object.keys(first?.values ?? {})).toEqual([
    ...Object.keys(asRead),
    ...['column_5', 'column_6', 'column_7', 'column_8', 'column_9'],
  ])
})

test('ten thousand rows are read', async () => {
  expect(await rowsOf(`${heading}\r\n${`${row}\r\n`.repeat(10_000)}`)).toHaveLength(10_000)
})

test('whatever our writer writes is read back as it was', async () => {
  const two = templateWith(2)
  const columns = columnsOf(two)
  const text = fc
    .string({
      unit: fc.constantFrom(
        'a',
        '髙',
        ' ',
        '"',
        ',',
        ';',
        '\t',
        '\r',
        '\n',
        '=',
        "'",
        '+',
        '-',
        '@',
        '＝',
        '#',
        '例',
        '𠮷',
      ),
    })
    .map((each) => each.trim())
  const values = fc.record(Object.fromEntries(columns.map(({ name }) => [name, text])))
  const isSeen = (each: RowValues) => Object.values(each).some((said) => said !== '')
  const lang = fc.constantFrom('ja' as const, 'en' as const)
  await fc.assert(
    fc.asyncProperty(
      fc.array(values.filter(isSeen), { minLength: 1, maxLength: 8 }),
      lang,
      async (rows, of) => {
        const back = await rowsOf(writeList(columns, rows, of), two)
        expect(back.map((each) => each.values)).toEqual(rows)
      },
    ),
    { numRuns: 300 },
  )
})

test.each(['ja', 'en'] as const)('the sample holds headings and nobody (%s)', async (lang) => {
  const sample = sampleList(template, lang)
  expect(await kindOf(sample)).toEqual({ kind: 'no_row' })
  expect(await rowsOf(`${sample}"題","乙","","090-2222-2222","",""\r\n`)).toMatchObject([
    { row: 3, values: { recipient_1_tel: '090-2222-2222' } },
  ])
})
