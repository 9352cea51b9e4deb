/** What members and services bring: a team's logo, names of files, passkeys, what gateways say of SMS, what a browser says of itself. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { judgeAttachedFile } from '#domain/attached-file-kind.ts'
import { deviceOf } from '#domain/device.ts'
import { cleanLogo } from '#domain/logo.ts'
import { readPagesShown } from '#domain/pages-shown.ts'
import { createPasskeys } from '#server/adapters/sign-in/passkeys.ts'
import { pduReader, readDeliver } from '#server/adapters/sms/smpp/pdu.ts'
import { readReceipt } from '#server/adapters/sms/smpp/receipt.ts'
import { readSnsMessage } from '#server/adapters/sms/sns-message.ts'
import { surroundingsOf } from '#server/http/signing-pages/cookies.ts'
import { expectLinear } from '#tests/support/doubling.ts'
import { notification, topic } from '#tests/support/sns-messages.ts'

const kilobytes = 1024
const repeated = (piece: string) => (size: number) => piece.repeat(Math.ceil(size / piece.length))

describe('a logo', () => {
  const root = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
  const shape = '<path d="M0 0"/>'
  const inside = (open: string, piece: string, close: string) => (size: number) =>
    `${root}${open}${repeated(piece)(size)}${close}${shape}</svg>`
  const rules = (selector: string, declaration: string) => (size: number) =>
    `${root}<style>${repeated(selector)(size / 2)}.z{${repeated(declaration)(size / 2)}}</style>${repeated('<path class="a b z" d="M0 0"/>')(size / 8)}</svg>`
  const shapes: [string, (size: number) => string][] = [
    ['attributes', inside('<path ', ' id="a"', '/>')],
    ['attributes, and no end of them', inside('<path ', ' id="a"', '')],
    ['attributes without values', inside('<path ', ' a', '/>')],
    ['blanks in an element', inside('<path ', ' ', '/>')],
    ['a name', inside('<', 'a', '/>')],
    ['parts of a name', inside('<', 'a:', '/>')],
    ['figures', inside('<path d="', '0 ', '"/>')],
    ['entities', inside('<path id="', '&amp;', '"/>')],
    ['beginnings of entities', inside('<path id="', '&a', '"/>')],
    ['classes', inside('<path class="', 'a ', '"/>')],
    ['declarations', inside('<path style="', 'fill:red;', '"/>')],
    ['colons', inside('<path style="', ':', '"/>')],
    ['comments', inside('', '<!---->', '')],
    ['comments that begin', inside('', '<!--', '')],
    ['sections that begin', inside('', '<![CDATA[', '')],
    ['instructions that begin', inside('', '<?', '')],
    ['declarations that begin', inside('', '<!DOCTYPE[', '')],
    ['style sheets', inside('', '<style>.a{fill:red}</style>', '')],
    ['style sheets that begin', inside('', '<style', '')],
    ['comments in a style sheet', inside('<style>', '/**/', '</style>')],
    ['comments that begin in a style sheet', inside('<style>', '/*', '</style>')],
    ['selectors of one class', rules('.a,', 'fill:red;')],
    ['words', inside('', 'a ', '')],
    ['beginnings', (size) => repeated('<a')(size)],
    ['names before a colon', (size) => `<${repeated('a')(size)}`],
  ]
  test.each(shapes)('as SVG of many %s', async (_what, make) => {
    const bytes = (size: number) => new TextEncoder().encode(make(size))
    await expectLinear(cleanLogo, bytes, 40 * kilobytes)
  })

  test('of many selectors, each another class', async () => {
    const make = (size: number) => {
      const names = Array.from({ length: size / 16 }, (_, at) => `.c${at}`).join(',')
      return new TextEncoder().encode(
        `${root}<style>${names}{${repeated('fill:red;')(size / 2)}}</style><path class="c1" d="M0 0"/></svg>`,
      )
    }
    expect(cleanLogo(make(1024))).toMatchObject({ kind: 'svg' })
    await expectLinear(cleanLogo, make, 40 * kilobytes)
  })

  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const png = (chunks: Buffer[]) => {
    const head = Buffer.alloc(13)
    head.writeUInt32BE(9, 0)
    head.writeUInt32BE(9, 4)
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    return Buffer.concat([signature, chunk('IHDR', head), ...chunks, chunk('IEND', Buffer.alloc(0))])
  }
  test.each<[string, (size: number) => Buffer[]]>([
    ['many empty chunks', (size) => Array(Math.ceil(size / 12)).fill(chunk('IDAT', Buffer.alloc(0)))],
    [
      'many chunks that are left out',
      (size) => Array(Math.ceil(size / 13)).fill(chunk('tEXt', Buffer.alloc(1))),
    ],
    ['one long chunk', (size) => [chunk('IDAT', Buffer.alloc(size))]],
  ])('as PNG of %s', async (_what, chunks) => {
    const picture = chunk('IDAT', Buffer.alloc(1))
    await expectLinear(cleanLogo, (size) => png([picture, ...chunks(size)]), 40 * kilobytes)
  })
})

test.each([
  'a',
  '.',
  '. ',
  '/',
  '\\',
  '\u0301\u0316',
  '葛\u{e0100}',
  '\u200d',
  'क्',
  '\ud800',
])('a file that is called many %j', async (piece) => {
  const read = (name: string) => judgeAttachedFile(`${name}.pdf`, null, '%PDF-1.7')
  await expectLinear(read, repeated(piece), 16 * kilobytes)
})

describe('a passkey', () => {
  const passkeys = createPasskeys('https://sign.example.jp')
  const challenge = Buffer.from('challenge').toString('base64url')
  const said = (type: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: 'https://sign.example.jp' })).toString('base64url')
  const ofNobody = { id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {} }
  const uint32 = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  /** The rest of an authenticator's data behind its flags: extensions (0x80), or a credential with its key (0x40). */
  const authenticatorData = (flags: number, rest: Buffer) => {
    const site = createHash('sha256').update('sign.example.jp').digest()
    const credential =
      flags & 0x40 ? Buffer.concat([Buffer.alloc(16), Buffer.from([0, 1, 7])]) : Buffer.alloc(0)
    return Buffer.concat([site, Buffer.from([flags | 0x05]), Buffer.alloc(4), credential, rest])
  }
  /** So many of these values in a list (RFC 8949 §3.1: major type 4, a length of four bytes). */
  const list = (piece: Buffer) => (size: number) => {
    const count = Math.ceil(size / piece.length)
    return Buffer.concat([Buffer.from([0x9a]), uint32(count), ...Array<Buffer>(count).fill(piece)])
  }
  const shapes: [string, (size: number) => Buffer][] = [
    ['numbers', list(Buffer.from([0]))],
    ['empty lists', list(Buffer.from([0x80]))],
    ['empty texts', list(Buffer.from([0x60]))],
    ['texts', list(Buffer.from([0x64, 97, 98, 99, 100]))],
    ['bytes', list(Buffer.from([0x44, 1, 2, 3, 4]))],
    ['bytes that are said to be many', list(Buffer.from([0x5a, 0x7f, 0xff, 0xff, 0xff]))],
    ['fractions', list(Buffer.from([0xfb, 0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18]))],
    ['lists within each other', (size) => Buffer.alloc(size, 0x81)],
    ['tags of tags', (size) => Buffer.alloc(size, 0xc1)],
    [
      'names in a map',
      (size) => {
        const names = Array.from({ length: size / 8 }, (_, at) =>
          Buffer.concat([Buffer.from([0x1a]), uint32(at), Buffer.from([0])]),
        )
        return Buffer.concat([Buffer.from([0xba]), uint32(names.length), ...names])
      },
    ],
    ['one long text', (size) => Buffer.concat([Buffer.from([0x7a]), uint32(size), Buffer.alloc(size, 97)])],
  ]

  test.each(shapes)('made by an authenticator that says many %s', async (_what, make) => {
    const read = (attestationObject: string) =>
      passkeys.created(
        JSON.stringify({
          ...ofNobody,
          response: { clientDataJSON: said('webauthn.create'), attestationObject },
        }),
        challenge,
      )
    await expectLinear(read, (size) => make(size).toString('base64url'), 16 * kilobytes)
  })

  test.each(shapes)('shown by one that says many %s', async (_what, make) => {
    const at = new Date(0)
    const passkey = {
      ...{ id: 'AA', publicKey: new Uint8Array(77), counter: 0, memberId: 'm1' },
      ...{ name: 'a', transports: [], createdAt: at, usedAt: at },
    }
    const read = (texts: string[]) =>
      Promise.all(
        texts.map((authenticatorData) =>
          passkeys.shown(
            JSON.stringify({
              ...ofNobody,
              response: { clientDataJSON: said('webauthn.get'), authenticatorData, signature: 'AA' },
            }),
            challenge,
            passkey,
          ),
        ),
      )
    const both = (size: number) =>
      [0x80, 0x40].map((flags) => authenticatorData(flags, make(size)).toString('base64url'))
    await expectLinear(read, both, 16 * kilobytes)
  })
})

describe('what a gateway says of an SMS', () => {
  const head = (length: number) => {
    const bytes = Buffer.alloc(16)
    bytes.writeUInt32BE(length, 0)
    bytes.writeUInt32BE(0x15, 4)
    return bytes
  }
  test.each([
    1, 7, 20, 4096, 1_000_000,
  ])('as messages of SMPP that come in pieces of %i bytes', async (piece) => {
    const make = (size: number) => Buffer.concat(Array.from({ length: Math.ceil(size / 16) }, () => head(16)))
    const read = (bytes: Buffer) => {
      const take = pduReader()
      for (let at = 0; at < bytes.length; at += piece) take(bytes.subarray(at, at + piece))
    }
    await expectLinear(read, make, 16 * kilobytes)
  })

  test('as one message of SMPP that comes byte by byte', async () => {
    const read = (bytes: Buffer) => {
      const take = pduReader()
      for (let at = 0; at < bytes.length; at += 1) take(bytes.subarray(at, at + 1))
    }
    await expectLinear(read, (size) => Buffer.concat([head(size), Buffer.alloc(size - 17)]), 16 * kilobytes)
  })

  // §4.6.1: empty names, addresses and dates, the class of a receipt, and no short text.
  const receipt = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  test('as a receipt of SMPP with many parameters', async () => {
    const parameter = Buffer.from([0x14, 0, 0, 0])
    const make = (size: number) =>
      Buffer.concat([receipt, ...Array<Buffer>(Math.ceil(size / 4)).fill(parameter)])
    expect(readDeliver(make(4))?.esmClass).toBe(4)
    await expectLinear(readDeliver, make, 16 * kilobytes)
  })

  test.each([
    'id:',
    ' id:',
    ' ',
    'id:a ',
    ' stat:',
    ' stat:A',
    ' err:',
    ' err:1',
    '\0',
    'a',
  ])('as the text of a receipt of many %j', async (piece) => {
    const read = (text: string) => {
      const parameters = new Map([[0x001e, Buffer.from(text, 'latin1')]])
      readReceipt({ esmClass: 0x04, text, parameters }, 'decimal')
      readReceipt({ esmClass: 0x04, text, parameters: new Map() }, 'same')
    }
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })

  test.each([
    'Message',
    'Signature',
    'SigningCertURL',
    'SubscribeURL',
    'Timestamp',
    'TopicArn',
    'Type',
    'x',
  ])('by SNS, where %s is long', async (name) => {
    const read = (bodies: string[]) => {
      for (const body of bodies) readSnsMessage(body, topic)
    }
    const make = (size: number) =>
      ['a', '&a=', '%41', '\\', '0', 'é'].map((piece) =>
        JSON.stringify(notification({ [name]: `${notification()[name] ?? ''}${repeated(piece)(size)}` })),
      )
    await expectLinear(read, make, 8 * kilobytes)
  })
  test.each(['[', '{"a":', '"\\u0041",', '1,'])('by SNS, as JSON of many %s', async (piece) => {
    await expectLinear(
      (body: string) => readSnsMessage(body, topic),
      (size) => `[${repeated(piece)(size)}`,
      16 * kilobytes,
    )
  })
})

describe('what a browser says', () => {
  test.each([
    'Mozilla/5.0 ',
    'Line',
    ' Line/',
    '; wv',
    'GSA',
    '(',
    'Edg',
    ' ',
  ])('of itself, of many %j', async (piece) => {
    const read = (agent: string) => {
      deviceOf(agent)
      surroundingsOf({ headers: { 'user-agent': agent } } as unknown as FastifyRequest, false)
    }
    await expectLinear(read, repeated(piece), 16 * kilobytes)
  })
  test.each([
    '1=1,',
    '1=1t1,',
    'a:1=1;',
    '0',
    ',',
    ';',
    'a',
  ])('of the pages on its screen, of many %j', async (piece) => {
    await expectLinear(readPagesShown, (size) => `f:${repeated(piece)(size)}1=1`, 8 * kilobytes)
  })
})
