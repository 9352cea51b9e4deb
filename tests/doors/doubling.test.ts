import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import {
  asciiText,
  boolean,
  calendarDay,
  email,
  type Field,
  fileName,
  instant,
  integer,
  oneLine,
  text,
} from '#contract/web-api/forms.ts'
import { jsonInt64, readJsonFields } from '#contract/web-api/json-fields.ts'
import { readJson } from '#contract/web-api/json-value.ts'
import { relevantFields } from '#contract/web-api/widgets.ts'
import { readTypedNumber } from '#domain/phone-number.ts'
import { readTypedCode } from '#domain/typed-code.ts'
import { cookieOf } from '#server/http/common/cookies.ts'
import { readPairs } from '#server/http/common/form-pairs.ts'
import { languageOf } from '#server/http/common/language.ts'
import { partsOf } from '#server/http/common/multipart.ts'
import { fileNameOf, parametersOf } from '#server/http/common/part-headers.ts'
import { requestObjection } from '#server/http/common/request-objection.ts'
import { parseQuery } from '#server/http/common/request-query.ts'
import { encodingFor } from '#server/http/compress-text.ts'
import { bearerToken } from '#server/http/web-api/authenticate.ts'
import { readJsonObject } from '#server/http/web-api/json-body.ts'
import { expectLinear } from '#tests/support/doubling.ts'

/**
 * Sizes stay below where the engine keeps a text apart (128 KB), which is a step in its cost and not a square.
 */
const kilobytes = 1024

/** Every parser of foreign bytes but those of PDF, on what costs it most. PDF has its own (tests/pades/). */

const repeated = (piece: string) => (size: number) => piece.repeat(Math.ceil(size / piece.length))

test('a parser of the square is seen to be one', async () => {
  const square = (input: string) => {
    let found = 0
    for (let at = 0; at < input.length; at++) if (!input.includes('b', at)) found += 1
    return found
  }
  // On a machine that is busy with other things one measurement may acquit it; two of three do not.
  const isGuilty = async (read: (input: string) => unknown) => {
    const found: boolean[] = []
    for (let time = 0; time < 3; time++) {
      const acquitted = expectLinear(read, repeated('a'), 16_000, 3).then(() => true)
      found.push(!(await acquitted.catch(() => false)))
    }
    return found.filter(Boolean).length >= 2
  }
  expect(await isGuilty(square)).toBe(true)
  expect(await isGuilty((input) => (input.length > 32_000 ? 0 : square(input)))).toBe(true)
})

test('a step in the cost of memory at one size is not taken for a square', async () => {
  let found = 0
  const work = (amount: number) => {
    for (let at = 0; at < amount; at++) if (at % 3 === found % 7) found += 1
  }
  await expectLinear(
    (size: number) => work(size >= 2_000_000 ? size + 1_000_000 : size),
    (size) => size,
    1_000_000,
  )
})

describe('forms and queries', () => {
  test.each(['a&', '&', 'a=1&', '%', '%41', '+', '=', 'a=%zz', '%e3%81%82', 'あ'])('of %s', async (piece) => {
    await expectLinear(readPairs, (size) => Buffer.from(repeated(piece)(size)), 16 * kilobytes)
    await expectLinear(parseQuery, repeated(piece), 8 * kilobytes)
  })
  test('of as many pairs as are taken, each longer', async () => {
    const pairs = (size: number) => Buffer.from(`n=${'%41'.repeat(size / 3000)}&`.repeat(999))
    await expectLinear(readPairs, pairs, 48 * kilobytes)
  })
})

describe('JSON', () => {
  const pieces = [
    '[],',
    '{"a":1},',
    '"\\"",',
    '"\\u0041",',
    '1e9,',
    ' ',
    '"',
    '\\',
    '9',
    '"\\ud800",',
    'null,',
    '[',
  ]
  test.each(pieces)('of %s', async (piece) => {
    await expectLinear(readJson, (size) => `[${repeated(piece)(size)}0]`, 16 * kilobytes)
    const body = (size: number) => Buffer.from(`{"a":[${repeated(piece)(size)}0]}`)
    const read = (bytes: Buffer) => {
      try {
        readJsonObject(bytes)
      } catch {}
    }
    await expectLinear(read, body, 16 * kilobytes)
  })
  test('of names, the same and others', async () => {
    await expectLinear(readJson, (size) => `{${'"a":1,'.repeat(size / 6)}"a":1}`, 16 * kilobytes)
    const others = (size: number) =>
      `{${Array.from({ length: size / 12 }, (_, at) => `"${at}":1`).join(',')}}`
    await expectLinear(readJson, others, 16 * kilobytes)
  })
  test.each(['9', '0', '.', '-', '1e'])('a number written with many %s', async (piece) => {
    const fields = { amount: jsonInt64() }
    const read = (amount: string) => readJsonFields(new Map([['amount', amount]]), fields)
    await expectLinear(read, repeated(piece), 4 * kilobytes)
  })
})

describe('multipart', () => {
  const drain = async (body: Buffer, pieceBytes: number) => {
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < body.length; at += pieceBytes) yield body.subarray(at, at + pieceBytes)
    }
    try {
      for await (const part of partsOf(source(), 'edge')) await part.text()
    } catch {}
  }
  const part = (content: string) =>
    Buffer.from(`--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n${content}\r\n--edge--`)

  test.each(['x', '\r', '\r\n', '\r\n--', '\r\n--edg', '\r\n--edge\r\n'])('content of %j', async (piece) => {
    const make = (size: number) => part(repeated(piece)(size))
    await expectLinear((body: Buffer) => drain(body, 16 * kilobytes), make, 16 * kilobytes)
    await expectLinear((body: Buffer) => drain(body, 1), make, 4 * kilobytes)
  })
  test.each(['x', '\r', '\r\n', '\r\n ', 'a:b\r\n', ':', ';a="', '\r\n\t'])('a head of %j', async (piece) => {
    const make = (size: number) => Buffer.from(`--edge\r\n${repeated(piece)(size)}`)
    await expectLinear((body: Buffer) => drain(body, 16 * kilobytes), make, 6 * kilobytes)
    await expectLinear((body: Buffer) => drain(body, 1), make, 6 * kilobytes)
  })
  test.each([
    ';',
    ';a="',
    ';a="\\"',
    '; ',
    ';a=',
    '"',
    '\\',
    ';a="b"',
    '=',
    '*',
  ])('the parameters of a header of %j', async (piece) => {
    await expectLinear(parametersOf, (size) => `form-data${repeated(piece)(size)}`, 16 * kilobytes)
  })
  test.each([
    '/',
    '\\',
    '%41',
    "'",
    '%',
    '\xe3\x81\x82',
    '\x8c\x5f',
    ' ',
  ])('a file name of %j', async (piece) => {
    const read = (name: string) => {
      for (const key of ['filename', 'filename*']) {
        try {
          fileNameOf(new Map([[key, key === 'filename' ? name : `UTF-8''${name}`]]), 'uploadfile')
        } catch {}
      }
    }
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })
})

describe('headers', () => {
  const request = (headers: Record<string, string>) => ({ headers }) as unknown as FastifyRequest
  const pieces = [
    ';',
    ' ',
    'a=1;',
    'musubi-lang=%41;',
    '=',
    ',',
    '%',
    'en;q=0.1,',
    ';q=0',
    'br;q=0  ,',
    'ja-JP, ',
  ]

  test.each(pieces)('of %j', async (piece) => {
    const read = (header: string) => {
      cookieOf(header, 'musubi')
      languageOf(request({ 'accept-language': header }))
      encodingFor(request({ 'accept-encoding': header }))
      const raw = { rawHeaders: ['Host', 'x'], headers: { host: 'x', cookie: header }, url: '/' }
      requestObjection(raw as never, null)
    }
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })
  test.each(['x', ' ', 'x ', '\t'])('a token of %j', async (piece) => {
    const read = (header: string) => {
      try {
        bearerToken(`Bearer ${header}é`)
      } catch {}
    }
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })
  test.each(['a', '%41', '%', '/', '..', ':', 'é'])('an address and a host of %j', async (piece) => {
    const raw = (piece: string) => [
      { rawHeaders: ['Host', piece], headers: { host: piece }, url: '/' },
      { rawHeaders: ['Host', 'x'], headers: { host: 'x' }, url: `/${piece}` },
      { rawHeaders: ['Host', 'x'], headers: { host: 'x' }, url: `http://${piece}` },
    ]
    const read = (long: string) => raw(long).map((each) => requestObjection(each as never, () => true))
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })
})

describe('the fields of a form', () => {
  const pieces = [
    'a',
    ' ',
    '\r\n',
    '\u3000',
    '0',
    '@',
    'a@',
    '.',
    '\u0301\u0316',
    '𠮷',
    '-',
    '\u200b',
    '\ufdfa',
  ]
  const fields: Record<string, Field<unknown>> = {
    text: text(16_000),
    oneLine: oneLine(500),
    fileName: fileName(255),
    email: email(254),
    ascii: asciiText(64),
    boolean: boolean(),
    integer: integer(),
    instant: instant(),
    day: calendarDay(),
  }
  test.each(pieces)('of %j', async (piece) => {
    const read = (given: string) => {
      for (const field of Object.values(fields)) field.read(`x${given}x`, 'field')
      relevantFields(new Map([['text', `x${given}x`]]), 'text')
      readTypedNumber(given)
      readTypedCode(given)
    }
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })
})
