import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeDict, makeRef, makeString } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { judgeFile } from '#server/verification/judging/judge-file.ts'
import {
  appended,
  dictAt,
  fieldNamed,
  freeNumber,
  pageAt,
  rootOf,
  signedBy,
  withKeys,
} from '#tests/fixtures/manipulated/append.ts'
import { pemToDer } from '#tests/fixtures/manipulated/cms-by-hand.ts'
import { type Material, makeMaterial } from '#tests/fixtures/manipulated/material.ts'
import { conclude, widget } from '#tests/fixtures/pdf/agreement.ts'
import { appearance, formPdf } from '#tests/fixtures/pdf/form-pdf.ts'
import { streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'

/** The corpus of files by many programs (tests/fixtures/strangers/README.md). */
const folder = 'tests/fixtures/strangers'
const names = readdirSync(folder).filter((name) => name.endsWith('.pdf'))
/** One came with signatures that are dead, so nobody's signature on it is alone; one must be repaired to be read at all. */
const apart = ['dead-signature-fields.pdf', 'hand-null-parms.pdf']
const plain = names.filter((name) => !apart.includes(name))

const hand = pdfWorkerAtHand()
let material: Material
beforeAll(async () => {
  material = await makeMaterial(hand)
})
afterAll(() => hand.end())

const read = (name: string) => readFileSync(`${folder}/${name}`)
const judge = (bytes: Buffer) => judgeFile(bytes, material.trust, new Date())

function expectGood(bytes: Buffer, answer: 'issued_whole' | 'not_issued', signatures: number): void {
  const judged = judge(bytes)
  expect(judged.findings.filter(({ level }) => level === 'alarm')).toEqual([])
  expect(judged).toMatchObject({ answer, ok: true })
  expect(judged.signatures.map(({ valid }) => valid)).toEqual(Array.from({ length: signatures }, () => true))
}

/** Nobody's words, which a signature may allow to be added. */
function noted(bytes: Buffer): Buffer {
  return appended(bytes, (file) => {
    const number = freeNumber(file)
    const { inherited } = pagesOf(file)[0] ?? {}
    expect(inherited).toBeDefined()
    const before = dictAt(file, pageAt(file, 0)).entries.get('Annots')
    const Annots = [...(Array.isArray(before) ? before : []), makeRef(number)]
    return {
      ...withKeys(file, pageAt(file, 0), { Annots }),
      [number]: '<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (Seen) >>',
    }
  })
}

function withStore(bytes: Buffer): Buffer {
  return appended(bytes, (file) => {
    const number = freeNumber(file)
    const DSS = makeDict({ Certs: [makeRef(number)] })
    return {
      ...withKeys(file, rootOf(file), { DSS }),
      [number]: streamSource('', pemToDer(material.authority.rootPem)),
    }
  })
}

const archived = (bytes: Buffer, name = 'Timestamp1') =>
  signedBy(bytes, (digest) => material.stamp(digest), {
    entries: '/Type /DocTimeStamp /SubFilter /ETSI.RFC3161',
    name,
  })

/** As others sign: once, twice, certified, with notes between, with an archive timestamp that was renewed. */
const shapes: [string, number, (bytes: Buffer) => Promise<Buffer>][] = [
  ['approved', 1, (bytes) => signedBy(bytes, material.strangerSigns)],
  [
    'approved in the older form',
    1,
    (bytes) => signedBy(bytes, material.strangerSigns, { entries: '/SubFilter /adbe.pkcs7.detached' }),
  ],
  [
    'approved twice',
    2,
    async (bytes) =>
      signedBy(await signedBy(bytes, material.strangerSigns), material.strangerSigns, { name: 'Second' }),
  ],
  [
    'certified with P=2 and approved',
    2,
    async (bytes) =>
      signedBy(await signedBy(bytes, material.strangerSigns, { certify: 2 }), material.strangerSigns, {
        name: 'Second',
      }),
  ],
  [
    'certified with P=3, noted and approved',
    2,
    async (bytes) =>
      signedBy(noted(await signedBy(bytes, material.strangerSigns, { certify: 3 })), material.strangerSigns, {
        name: 'Second',
      }),
  ],
  [
    'certified with P=1 and archived twice',
    3,
    async (bytes) => {
      const once = await archived(withStore(await signedBy(bytes, material.strangerSigns, { certify: 1 })))
      return archived(once, 'Timestamp2')
    },
  ],
]

describe('what this server concludes is whole', () => {
  test.for(
    names.map((name, index) => ({ name, parties: (index % 5) + 1 })),
  )('$name with $parties parties', async ({ name, parties }) => {
    const source = hand.file(name, read(name))
    const recipients = Array.from({ length: parties }, (_, index) => ({
      participantId: `p${index}`,
      widgets:
        index === 0 ? [widget('w1', 'text', 40, 40, '東京都'), widget('w2', 'seal', 100, 100, '山田')] : [],
    }))
    const { path } = await conclude(hand, material.office.sealer, source, recipients)
    expectGood(readFileSync(path), 'issued_whole', parties + 1)
  })

  test('a certificate of agreement, too', () => {
    expectGood(material.certificate, 'issued_whole', 1)
  })

  test('with an archive timestamp by an authority that is known, and renewed', async () => {
    const once = await archived(withStore(material.contract.whole))
    expectGood(once, 'issued_whole', 4)
    expectGood(await archived(once, 'Timestamp2'), 'issued_whole', 5)
  })

  test.each([
    ['--force-version=1.3', '--object-streams=disable'],
    ['--force-version=1.5'],
    ['--force-version=2.0'],
    ['--linearize'],
    ['--object-streams=generate'],
    ['--encrypt', '', 'owner', '256', '--'],
  ])('of an upload by qpdf %s', async (...options) => {
    const [from, to] = [hand.file('plain.pdf', material.plain), hand.path('rewritten.pdf')]
    execFileSync('qpdf', [...options, from, to])
    if (options[0] === '--encrypt') execFileSync('qpdf', ['--decrypt', '--replace-input', to])
    const { path } = await conclude(hand, material.office.sealer, to, [{ participantId: 'p1', widgets: [] }])
    expectGood(readFileSync(path), 'issued_whole', 2)
  })
})

describe.each(shapes)('what others %s is not ours, and good', (_shape, signatures, make) => {
  test.for(plain)('%s', async (name) => {
    expectGood(await make(read(name)), 'not_issued', signatures)
  })
})

test('a form that its maker certified may be filled in, as that allows', async () => {
  const field = { entries: '/FT /Tx' }
  const certified = await signedBy(formPdf([field]), material.strangerSigns, { certify: 2 })
  const filled = appended(certified, (file) => {
    const number = freeNumber(file)
    const changes = { V: makeString(Buffer.from('Taro'), false), AP: makeDict({ N: makeRef(number) }) }
    return { ...withKeys(file, fieldNamed(file, 'f0'), changes), [number]: appearance('') }
  })
  expectGood(filled, 'not_issued', 1)
  expect(judge(filled).findings.map(({ code }) => code)).toContain('field_filled')
})
