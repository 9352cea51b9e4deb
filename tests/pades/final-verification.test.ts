import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import type { FinalExpectation } from '#server/usecases/sealing-ports.ts'
import { listSignatures, verifyFinal } from '#server/verification/final-verification.ts'
import { parseSignedData } from '#server/verification/signed-data.ts'
import {
  type Agreement,
  anAgreement,
  anOffice,
  anUpload,
  consentObjects,
  type Differently,
  NOW,
  ROOM_BYTES,
  sendingObjects,
  streamOf,
  TIMES,
  withRevision,
} from './hand-made-agreement.ts'

const office = anOffice()
let good: Agreement
let bytes: Buffer
beforeAll(async () => {
  good = await anAgreement({ office })
  bytes = good.stages[2] ?? Buffer.alloc(0)
})

/** Codes of all that the final verification finds, each once. */
async function checksOf(expectation: FinalExpectation): Promise<string[]> {
  const { ok, problems } = await verifyFinal(expectation)
  expect(ok).toBe(problems.length === 0)
  return [...new Set(problems.map(({ check }) => check))].sort()
}

/** What the final verification finds in these bytes, when it expects the good agreement. */
async function checksIn(changed: Uint8Array, expectation: Partial<FinalExpectation> = {}): Promise<string[]> {
  const path = join(good.folder, `${randomUUID()}.pdf`)
  await writeFile(path, changed)
  return checksOf({ ...good.expectation, ...expectation, path })
}

async function checksAfter(differently: Differently, expectation: Partial<FinalExpectation> = {}) {
  const agreement = await anAgreement({ office, ...differently })
  return checksOf({ ...agreement.expectation, ...expectation })
}

function flippedAt(position: number, mask = 1): Buffer {
  const copy = Buffer.from(bytes)
  copy[position] = (copy[position] ?? 0) ^ mask
  return copy
}

/** Replaces the last occurrence with a text of the same length, so that no offset moves. */
function replaced(from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length)
  const at = bytes.lastIndexOf(from)
  expect(at).toBeGreaterThan(0)
  const copy = Buffer.from(bytes)
  copy.write(to, at, 'latin1')
  return copy
}

function at(index: number): Date {
  return TIMES[index] ?? NOW
}

test('a good agreement passes, and says who agreed when', async () => {
  const { ok, problems, signatures } = await verifyFinal(good.expectation)
  expect(problems).toEqual([])
  expect(ok).toBe(true)
  expect(signatures.map(({ fieldName, kind, at }) => [fieldName, kind, at?.getTime()])).toEqual([
    ['musubi-sender-doc-1', 'certification', at(0).setUTCMilliseconds(0)],
    ['musubi-recipient-p1', 'approval', at(1).setUTCMilliseconds(0)],
    ['musubi-recipient-p2', 'approval', at(2).setUTCMilliseconds(0)],
  ])
})

test('each stage of an agreement passes with the acts done so far', async () => {
  for (const [index, stage] of good.stages.entries()) {
    expect(await checksIn(stage, { acts: good.expectation.acts.slice(0, index + 1) })).toEqual([])
  }
})

test('level B passes when no timestamp is expected, and only then', async () => {
  expect(await checksAfter({ timestamps: null })).toEqual([])
  expect(await checksAfter({ timestamps: null }, { trustedTsas: 'any' })).toEqual(['timestamp_missing'])
  expect(await checksIn(bytes, { trustedTsas: null })).toEqual(['timestamp_unexpected'])
})

test('a byte changed in the upload is seen', async () => {
  expect(await checksIn(flippedAt(bytes.indexOf('page one')))).toEqual(['digest', 'original_bytes'])
})

test('a byte changed in a consent is seen', async () => {
  expect(await checksIn(replaced('(Taro 2)', '(Jiro 2)'))).toEqual(['digest'])
})

test('a changed signature value is seen', async () => {
  const cms = Buffer.from(
    bytes.toString('latin1', bytes.lastIndexOf('<3') + 1, bytes.lastIndexOf('> >>')),
    'hex',
  )
  const value = Buffer.from(parseSignedData(cms).signature).toString('hex')
  const changed = `${value.slice(0, 40)}${value[40] === '0' ? '1' : '0'}${value.slice(41)}`
  // The timestamp is about the value, so it does not fit any more either.
  expect(await checksIn(replaced(value, changed))).toEqual(['signature', 'timestamp_imprint'])
})

test('something hidden behind the signature is seen', async () => {
  const end = bytes.lastIndexOf('> >>')
  const copy = Buffer.from(bytes)
  copy.write('41', end - 2, 'latin1')
  expect(await checksIn(copy)).toEqual(['contents_padding'])
})

test('a byte range that ends early is seen', async () => {
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\](?![\s\S]*\/ByteRange)/.exec(bytes.toString('latin1'))
  const [whole = '', , , last = ''] = range ?? []
  const shorter = whole.replace(`${last}]`, `${String(Number(last) - 7).padStart(10, '0')}]`)
  expect(await checksIn(replaced(whole, shorter))).toEqual(['digest', 'file_coverage', 'revision_coverage'])
})

test('a byte range with a wider gap is seen', async () => {
  const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\](?![\s\S]*\/ByteRange)/.exec(bytes.toString('latin1'))
  const [whole = '', first = ''] = range ?? []
  const wider = whole.replace(`[0 ${first}`, `[0 ${String(Number(first) - 2).padStart(10, '0')}`)
  expect(await checksIn(replaced(whole, wider))).toContain('byte_range')
})

test('an update appended after the last signature is seen', async () => {
  const more = withRevision(bytes, { 31: `${consentObjects(2, at(2))[31]?.replace('Taro 2', 'Jiro 2')}` })
  expect(await checksIn(more)).toEqual(['file_coverage', 'revision_count'])
  expect(await checksIn(Buffer.concat([bytes, Buffer.from('\n')]))).toEqual(['file_coverage'])
})

test('an unsigned update between two acts is seen', async () => {
  const between = { 31: `${sendingObjects(at(0))[31]?.replace('/V ()', '/V (Jiro)')}` }
  expect(await checksAfter({ between })).toContain('revision_count')
})

test('a missing act is seen', async () => {
  expect(await checksIn(good.stages[1] ?? bytes)).toEqual(['act_missing'])
})

test('an act too many is seen', async () => {
  expect(await checksIn(bytes, { acts: good.expectation.acts.slice(0, 2) })).toEqual(['act_unexpected'])
})

test('acts in another order are seen', async () => {
  const [sent, first, second] = good.expectation.acts
  const acts = [sent, second, first].filter((act) => act !== undefined)
  expect(await checksIn(bytes, { acts })).toEqual(['act_order', 'act_time'])
})

test('a signature on behalf of someone else is seen', async () => {
  const acts = good.expectation.acts.map((act) => ({ ...act, participantId: act.participantId && 'someone' }))
  expect(await checksIn(bytes, { acts })).toEqual(['act_order'])
})

test('another time of the act is seen', async () => {
  const acts = good.expectation.acts.map((act) => ({ ...act, at: new Date(Number(act.at) + 1000) }))
  expect(await checksIn(bytes, { acts })).toEqual(['act_time'])
})

test('a signer that is not ours is seen', async () => {
  const stranger = await anAgreement({ office: anOffice() })
  const trusted = {
    trustedSigners: good.expectation.trustedSigners,
    trustedTsas: good.expectation.trustedTsas,
  }
  expect(await checksOf({ ...stranger.expectation, ...trusted })).toEqual([
    'signer_unexpected',
    'timestamp_certificate',
  ])
})

test('a signature made after its certificate had ended is seen', async () => {
  const late = anOffice(() => new Date('2031-01-01T00:00:00Z'))
  expect(await checksAfter({ office: late, reckless: true })).toEqual([
    'signer_out_of_time',
    'timestamp_certificate',
  ])
})

test('a timestamp by a certificate that is not for timestamps is seen', async () => {
  const { signerKeyPem, signerCertPem, rootPem } = office.authority
  const timestamps = createEvaluationTsa({
    keyPem: signerKeyPem,
    chainPem: signerCertPem + rootPem,
    now: () => NOW,
  })
  expect(await checksAfter({ timestamps })).toEqual(['timestamp_certificate'])
})

test('a timestamp taken from another signature is seen', async () => {
  const stolen = await office.timestamps.timestamp(Buffer.alloc(32, 7))
  const timestamps = { ...office.timestamps, timestamp: async () => stolen }
  expect(await checksAfter({ timestamps })).toEqual(['timestamp_imprint'])
})

test('junk in place of a timestamp is seen', async () => {
  const timestamps = { ...office.timestamps, timestamp: async () => Buffer.from('3003020100', 'hex') }
  expect(await checksAfter({ timestamps })).toEqual(['timestamp_unreadable'])
})

test('another upload beneath the signatures is seen', async () => {
  const upload = Buffer.from(anUpload().toString('latin1').replace('page one', 'page 001'), 'latin1')
  expect(await checksAfter({ upload })).toEqual(['original_bytes'])
})

const page = '/Type /Page /Parent 2 0 R /Annots [20 0 R 21 0 R 30 0 R 31 0 R 11 0 R]'
const pages = '/Type /Pages /Count 2 /MediaBox [0 0 595 842] /Resources 5 0 R'

test.for<[string, Differently, string[]]>([
  [
    'a page is taken out',
    { sending: { 2: `<< ${pages} /Kids [3 0 R] >>` } },
    ['original_object', 'page_count'],
  ],
  [
    'pages change places',
    { sending: { 2: `<< ${pages} /Kids [4 0 R 3 0 R] >>` } },
    ['original_object', 'page_contents', 'page_order'],
  ],
  [
    'the original text is not drawn any more',
    { sending: { 3: `<< ${page} /Contents [9 0 R] >>` } },
    ['page_contents'],
  ],
  ['an original content stream is written anew', { sending: { 7: streamOf('BT ET') } }, ['original_object']],
  [
    'inherited resources are replaced',
    { sending: { 3: `<< ${page} /Contents [7 0 R 9 0 R] /Resources << /Font << >> >> >>` } },
    ['page_resources'],
  ],
  [
    'the page is cropped',
    { sending: { 3: `<< ${page} /Contents [7 0 R 9 0 R] /CropBox [0 0 10 10] >>` } },
    ['page_geometry'],
  ],
  [
    'a font of the upload is written anew',
    { sending: { 6: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>' } },
    ['original_object'],
  ],
  [
    'a consent draws on a page',
    { second: { 3: `<< ${page} /Contents [7 0 R 9 0 R 33 0 R] >>` } },
    ['revision_changes'],
  ],
  [
    'a consent fills the field of another',
    { second: { 21: consentObjects(1, at(1))[21]?.replace('Taro', 'Jiro') ?? '' } },
    ['revision_changes'],
  ],
  [
    'a filled field stays open',
    { second: { 31: consentObjects(2, at(2))[31]?.replace('/Ff 1', '') ?? '' } },
    ['field_open'],
  ],
  [
    'a recipient has no lock',
    { second: { 30: consentObjects(2, at(2))[30]?.replace(/\/Lock <<.*?>>/, '') ?? '' } },
    ['field_lock'],
  ],
  [
    'a consent widens its own lock',
    {
      second: {
        21: consentObjects(1, at(1))[21] ?? '',
        30:
          consentObjects(2, at(2))[30]?.replace(
            '(musubi-widget-w2)',
            '(musubi-widget-w2) (musubi-widget-w1)',
          ) ?? '',
      },
    },
    ['field_lock', 'revision_changes'],
  ],
  [
    'a consent names another catalog',
    { root: 40, second: { 40: sendingObjects(at(0))[1] ?? '' } },
    ['revision_changes'],
  ],
  [
    'the catalog gets an action',
    { sending: { 1: sendingObjects(at(0))[1]?.replace('/Perms', '/OpenAction [3 0 R /Fit] /Perms') ?? '' } },
    ['catalog'],
  ],
  [
    'the page is scaled',
    { sending: { 3: `<< ${page} /Contents [7 0 R 9 0 R] /UserUnit 2 >>` } },
    ['page_entries'],
  ],
  [
    'a note is pinned on the page',
    {
      sending: {
        3: `<< ${page.replace('11 0 R]', '11 0 R 41 0 R]')} /Contents [7 0 R 9 0 R] >>`,
        41: '<< /Type /Annot /Subtype /FreeText /Rect [0 0 99 99] /Contents (not so) >>',
      },
    },
    ['page_annotations'],
  ],
  [
    'the certification allows too much',
    { sending: { 12: sendingObjects(at(0))[12]?.replace('/P 2', '/P 3') ?? '' } },
    ['certification'],
  ],
  [
    'the catalog does not name the certification',
    { sending: { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R >>' } },
    ['certification'],
  ],
])('the final verification sees when %s', async ([, differently, checks]) => {
  expect(await checksAfter(differently)).toEqual(checks)
})

test('copied inherited resources pass, since nothing looks different', async () => {
  const own = `<< ${page} /Contents [7 0 R 9 0 R] /MediaBox [0 0 595 842] /Resources << /Font << /F1 6 0 R /F9 6 0 R >> >> >>`
  expect(await checksAfter({ sending: { 3: own } })).toEqual([])
})

test('a file that is no PDF is a problem, not a crash', async () => {
  expect(await checksIn(Buffer.from('%PDF-1.7 and then nothing'))).toEqual(['unreadable'])
  expect(await checksIn(Buffer.alloc(0))).toEqual(['unreadable'])
})

test('the verification page finds the signatures of any PDF, and none in junk', async () => {
  const path = join(good.folder, 'any.pdf')
  await writeFile(path, withRevision(bytes, { 90: 'null' }))
  const seen = await listSignatures(path)
  expect(seen.map(({ valid, coversWholeRevision }) => [valid, coversWholeRevision])).toEqual(
    Array(3).fill([true, true]),
  )
  for (const junk of [
    '',
    'junk',
    '%PDF-1.7\nstartxref\n0\n%%EOF',
    '%PDF-1.7\nxref\ntrailer <<>>\nstartxref\n9\n%%EOF',
  ]) {
    await writeFile(path, junk)
    expect(await listSignatures(path)).toEqual([])
  }
})

test('no changed byte under a signature goes unseen', async () => {
  const gaps = [...bytes.toString('latin1').matchAll(/<3[0-9a-f]{1000,}>/g)].map(({ index }) => index)
  const insideGap = (position: number) =>
    gaps.some((gap) => position > gap && position < gap + ROOM_BYTES * 2)
  const covered = fc.integer({ min: 0, max: bytes.length - 1 }).filter((position) => !insideGap(position))
  const change = fc.integer({ min: 1, max: 255 })
  await fc.assert(
    fc.asyncProperty(covered, change, async (position, mask) => {
      expect(await checksIn(flippedAt(position, mask))).not.toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('no bytes at all make the reader crash or hang', async () => {
  const position = fc.integer({ min: 0, max: bytes.length - 1 })
  const path = join(good.folder, 'mangled.pdf')
  await fc.assert(
    fc.asyncProperty(position, position, fc.uint8Array({ maxLength: 40 }), async (a, b, noise) => {
      const [from, to] = a < b ? [a, b] : [b, a]
      await writeFile(path, Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(to)]))
      await listSignatures(path)
    }),
    { numRuns: 150 },
  )
})
