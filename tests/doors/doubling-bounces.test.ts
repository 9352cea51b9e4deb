/** Whoever has a return address may write to it: no mail costs more than its length. */
import { expect, test } from 'vitest'
import { readBounce } from '#server/adapters/mail/read-bounce.ts'
import { expectLinear } from '#tests/support/doubling.ts'

const kilobytes = 1024
const repeated = (piece: string) => (size: number) => piece.repeat(Math.ceil(size / piece.length))
const read = (text: string) => readBounce(Buffer.from(text, 'latin1'))

const pieces = [
  'a',
  '@',
  'a@',
  'a@b,',
  '(',
  '<',
  '"',
  '\\',
  ' ',
  ':',
  ';',
  '=?utf-8?q?a?=',
  '\r\n a',
  '\r\n ',
  '\r\n\t@',
]

test.each(pieces)('a field of many %j', async (piece) => {
  for (const name of ['To', 'Content-Type'])
    await expectLinear(read, (size) => `${name}: ${repeated(piece)(size)}\r\n\r\nx`, 8 * kilobytes)
})

test.each([
  'To: a@b\r\n',
  'To: \r\n',
  'To:',
  'a\r\n',
  ':\r\n',
  ' \r\n\t',
  'Content-Type: multipart/report;\r\n',
])('a head of many %j', async (piece) => {
  await expectLinear(read, repeated(piece), 8 * kilobytes)
})

const report = (boundary: string, body: string) =>
  `To: a@b\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"\r\n\r\n${body}`

test.each([
  'x',
  '\r\n',
  '-',
  '--',
  '--b',
  '--b\r\n',
  '--b--',
  '--b \t',
  '\r\n--b\r\n\r\n',
  '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n',
  '--b\r\nContent-Type: message/delivery-status\r\n\r\n\r\n',
])('a report of many %j', async (piece) => {
  await expectLinear(read, (size) => report('b', repeated(piece)(size)), 32 * kilobytes)
})

test.each([
  '\r\n',
  ' \r\n',
  '\n \n',
  'Action: failed\r\n',
  'Action: failed\r\n\r\n',
  ' a\r\n',
  'Status: 5',
  'Action:',
  '=\r\n',
  '=41',
  '=',
])('a report whose fields are many %j', async (piece) => {
  for (const encoding of ['7bit', 'quoted-printable']) {
    const head = `--b\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`
    const make = (size: number) => report('b', head + repeated(piece)(size))
    await expectLinear(read, make, 24 * kilobytes)
  }
})

test.each([
  ' ',
  '\r\n',
  'Hi. This is the ',
  '--- Below this line',
  '(#5.',
  '(#5.1.1',
])('a notice of many %j', async (piece) => {
  const notice = `To: a@b\r\n\r\nHi. This is the qmail-send program\nThis is a permanent error; `
  await expectLinear(read, (size) => notice + repeated(piece)(size), 24 * kilobytes)
})

test('an address is found whatever stands around it, and of a longer one as much as an address may have', () => {
  const to = (value: string) => read(`To: ${value}\r\n\r\n`).addresses
  expect(to('"Bounces, (all)" <a+b@example.jp>, c@d (e@f)')).toEqual(['a+b@example.jp', 'c@d', '(e@f)'])
  expect(to('@ @@ a@ @b x@y@z')).toEqual(['x@y', 'y@z'])
  expect(to(`${'l'.repeat(100)}@example.jp`)).toEqual([`${'l'.repeat(64)}@example.jp`])
  expect(to(`${' '.repeat(5_000)}\r\n late@example.jp`)).toEqual(['late@example.jp'])
  expect(to('a@b,'.repeat(900))).toHaveLength(20)
})

test('a report is read in each transfer encoding, and a part is no part of another boundary', () => {
  const fields =
    'Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; x\r\nAction:\r\n failed\r\nStatus: 5.1.1\r\n'
  const written = (encoding: string, text: string) =>
    read(
      report(
        'b',
        `--b\r\n\r\n--b-inner\r\nx\r\n--b\r\nContent-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${text}\r\n--b--\r\n`,
      ),
    )
  const given = { addresses: ['a@b'], status: '5.1.1', because: null }
  expect(written('8bit', fields)).toEqual(given)
  expect(written('BASE64', Buffer.from(fields).toString('base64'))).toEqual(given)
  expect(written('quoted-printable', fields.replaceAll('failed', 'f=\r\nai=6Ced'))).toEqual(given)
})
