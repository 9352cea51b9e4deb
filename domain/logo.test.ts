import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { cleanLogo } from './logo.ts'

const svg = (inside: string, root = 'viewBox="0 0 10 10"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${root}>${inside}</svg>`
const cleaned = (text: string) => {
  const outcome = cleanLogo(new TextEncoder().encode(text))
  return typeof outcome === 'string' ? outcome : new TextDecoder().decode(outcome.bytes)
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}
function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc(body))
  return Buffer.concat([length, body, sum])
}
function png(width: number, height: number, more: Buffer[] = []): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * Math.min(height, 10)))
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    start,
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('an SVG logo', () => {
  test('keeps what draws, with the meaning of its classes and styles', () => {
    const file = svg(
      `<style>.a,.b{fill:#123456;behavior:url(x)} path > .c{fill:red}</style>
       <defs><linearGradient id="g" xlink:href="#h"><stop offset="0" stop-color="red"/></linearGradient></defs>
       <g transform="translate(1 2)"><path class="a" d="M0 0L5,5z" style="stroke-width:2;background:url(http://x/)"/>
       <circle cx="1" cy="1" r="1" fill="url(#g)"/></g>`,
    )
    expect(cleaned(file)).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><defs><linearGradient id="g" href="#h">' +
        '<stop offset="0" stop-color="red"/></linearGradient></defs><g transform="translate(1 2)">' +
        '<path fill="#123456" d="M0 0L5,5z" stroke-width="2"/><circle cx="1" cy="1" r="1" fill="url(#g)"/></g></svg>',
    )
  })

  test.each([
    ['a script', '<script>alert(1)</script><path d="M0 0"/>'],
    ['a handler', '<path d="M0 0" onload="alert(1)" onclick=\'alert(1)\'/>'],
    [
      'HTML inside',
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe/></body></foreignObject><path d="M0 0"/>',
    ],
    ['a picture of elsewhere', '<image href="https://evil.example/x.png"/><path d="M0 0"/>'],
    ['a filling of elsewhere', '<path d="M0 0" fill="url(https://evil.example/#x)"/>'],
    ['a link', '<a href="javascript:alert(1)"><path d="M0 0"/></a><path d="M0 0"/>'],
    ['something used many times over', '<use href="#x"/><path d="M0 0"/>'],
    ['an animation', '<path d="M0 0"><animate attributeName="href" to="javascript:alert(1)"/><set/></path>'],
    [
      'an address in a style',
      '<path d="M0 0" style="fill:url(//evil.example/x);clip-path:url(https://evil.example)"/>',
    ],
    ['an inner drawing', '<svg onload="alert(1)"><path d="M0 0"/></svg><path d="M0 0"/>'],
    ['an encoded handler', '<path d="M0 0" fill="&#34;/&gt;&lt;script&gt;alert(1)&lt;/script&gt;"/>'],
    [
      'a namespace of its own',
      '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script><path d="M0 0"/>',
    ],
  ])('loses %s', (_, inside) => {
    const outcome = cleaned(svg(inside))
    expect(outcome).toContain('<path d="M0 0"')
    expect(outcome).not.toMatch(/script|alert|evil|iframe|javascript|\son|use|animate|set\b|image/i)
  })

  test('has no entities of its own: they are never made out', () => {
    const outcome = cleaned(
      `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>${svg('<path d="M0 0" id="&b;"/>&a;')}`,
    )
    expect(outcome).not.toMatch(/aaaa|passwd|ENTITY/)
  })

  test.each([
    ['no end', '<svg viewBox="0 0 1 1"><path d="M0 0"/>', 'broken'],
    ['ends that cross', svg('<g><path d="M0 0"></g></path>'), 'broken'],
    ['two roots', `${svg('<path d="M0 0"/>')}${svg('')}`, 'broken'],
    ['attributes without quotes', '<svg><path d=M0/></svg>', 'broken'],
    ['words behind it', `${svg('<path d="M0 0"/>')} and more`, 'broken'],
    ['nothing drawn', svg('<g></g>'), 'empty'],
    ['too deep', svg(`${'<g>'.repeat(40)}<path d="M0 0"/>${'</g>'.repeat(40)}`), 'broken'],
    ['no drawing', '<html><body>svg</body></html>', 'no_picture'],
    ['nothing', '', 'no_picture'],
  ])('is refused with %s', (_, text, problem) => {
    expect(cleaned(text)).toBe(problem)
  })

  test('is looked through in a time that grows with its length alone', () => {
    const wild = ['<svg', '<svg a="', '<!--', '<![CDATA[', '<svg '.repeat(10), 'a= '.repeat(10)]
    for (const each of wild) {
      const long = each.repeat(Math.floor(190_000 / each.length))
      expect(cleaned(`${svg('<path d="M0 0"/>')}${long}`)).toBe('broken')
    }
    for (const each of ['<style>', '<style', '<style>/*', 'a', ',.a', '.a{', ' ']) {
      const long = each.repeat(Math.floor(190_000 / each.length))
      expect(cleaned(`${svg('<path d="M0 0"/>')}<style>${long}`)).toBe('broken')
    }
    // One class that is named and said again and again: what it means is kept once.
    const again = `${'.a,'.repeat(30_000)}.a{${'fill:red;'.repeat(10_000)}}`
    expect(cleaned(svg(`<style>${again}</style><path class="a" d="M0 0"/>`))).toBe(
      svg('<path fill="red" d="M0 0"/>'),
    )
  })
})

describe('a browser is not held up by an SVG logo', () => {
  test('in which clips are clipped by others', () => {
    const clip =
      '<clipPath id="c1" clip-path="url(#c2)"><g class="c"><rect width="1" style="clip-path:url(#c2)"/></g></clipPath>'
    const file = svg(`<style>.c{clip-path:url(#c2)}</style>${clip}<rect clip-path="url(#c1)"/>`)
    expect(cleaned(file)).toBe(
      svg('<clipPath id="c1"><g><rect width="1"/></g></clipPath><rect clip-path="url(#c1)"/>'),
    )
  })

  test('with dashes', () => {
    const dashes = '<path d="M0 0H9e9" stroke="red" stroke-dasharray="1e-9" style="stroke-dashoffset:1"/>'
    expect(cleaned(svg(dashes))).toBe(svg('<path d="M0 0H9e9" stroke="red"/>'))
  })
})

describe('a PNG logo', () => {
  test('keeps its picture and loses what else the file says', () => {
    const note = chunk('tEXt', Buffer.from('Author\0Hanako Yamada'))
    const file = Buffer.concat([png(4, 4, [note]), Buffer.from('<script>')])
    expect(cleanLogo(file)).toEqual({ kind: 'png', bytes: new Uint8Array(png(4, 4)) })
  })

  test.each([
    ['too many pixels', png(2_001, 4), 'too_wide'],
    ['no pixels', png(0, 4), 'broken'],
    ['an end that is missing', png(4, 4).subarray(0, -12), 'broken'],
    ['a chunk that was changed', png(4, 4).map((byte, at) => (at === 20 ? byte ^ 1 : byte)), 'broken'],
    ['a beginning alone', png(4, 4).subarray(0, 8), 'broken'],
    ['too many bytes', Buffer.concat([png(4, 4), Buffer.alloc(200_000)]), 'too_large'],
    ['another kind of picture', Buffer.from('GIF89a'), 'no_picture'],
    ['another beginning', Buffer.from([0x89, 0x50, 1, 2]), 'no_picture'],
  ])('is refused with %s', (_, bytes, problem) => {
    expect(cleanLogo(new Uint8Array(bytes))).toBe(problem)
  })
})
