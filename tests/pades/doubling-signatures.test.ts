import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { afterAll, test } from 'vitest'
import { context, integer, octets, oid, sequence, setOf } from '#server/adapters/signer/der.ts'
import { openPdf } from '#server/pdf/format/pdf-file.ts'
import { findingsOf } from '#server/pdf/intake/signatures-present.ts'
import { chains, parseCertificate } from '#server/verification/certificates.ts'
import { childrenOf, MalformedAsn1, octetsOf, oidOf, readDer } from '#server/verification/der.ts'
import { parseSignedData } from '#server/verification/signed-data.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { issue } from '#tests/support/certificate-maker.ts'
import { expectLinear } from '#tests/support/doubling.ts'
import { doors, many, numbered, reading, refs, type Shape } from '#tests/support/many-objects.ts'

/** Signatures as strangers write them, with ranges that are real: twice the file, at most two and a half times the processor time. */
const { examining, listing, remove } = doors()
afterAll(remove)

const asn1 = (read: (bytes: Buffer) => unknown) => (bytes: Buffer) => {
  try {
    read(bytes)
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
  }
}
const walked = (bytes: Uint8Array): void => {
  for (const child of childrenOf(readDer(bytes))) if (child.tag & 0x20) walked(child.bytes)
}

const algorithm = sequence(oid('2.16.840.1.101.3.4.2.1'))
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const ca = issue({ name: 'CA', kind: 'authority' })
const leaf = new X509Certificate(issue({ name: 'signer', by: ca }).certPem).raw

/** A CMS that can be read; what it signs is wrong. */
function signedData(certificates: Uint8Array[]): Buffer {
  const certificate = parseCertificate(certificates[0] ?? leaf)
  const signer = sequence(
    integer(1),
    sequence(certificate.issuer, integer(certificate.serial)),
    algorithm,
    sequence(oid('1.2.840.10045.4.3.2')),
    octets(Uint8Array.of(1)),
  )
  const data = sequence(
    integer(1),
    setOf(algorithm),
    sequence(oid('1.2.840.113549.1.7.1')),
    context(0, ...certificates),
    setOf(signer),
  )
  return Buffer.from(sequence(oid('1.2.840.113549.1.7.2'), context(0, data)))
}

/** Signatures one behind the other, each over the whole file but its own contents. */
function everySignatureOverAll(count: number): Buffer {
  const contents = `<${signedData([leaf]).toString('hex')}>`
  const blank = '0000000000'
  const file = makePdf({
    catalogEntries: `/AcroForm << /Fields [${refs(count)}] >>`,
    objects: {
      ...numbered(count, (index) => `<< /FT /Sig /T (s${index}) /V ${100_000 + index} 0 R >>`),
      ...numbered(
        count,
        () =>
          `<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 ${blank} ${blank} ${blank}] /Contents ${contents} >>`,
        100_000,
      ),
    },
  })
  let at = file.indexOf('/Contents <')
  for (; at >= 0; at = file.indexOf('/Contents <', at + 1)) {
    const start = at + '/Contents '.length
    const end = start + contents.length
    const range = [start, end, file.length - end].map((one) => String(one).padStart(10, '0')).join(' ')
    file.write(range, file.lastIndexOf('[0 ', at) + 3)
  }
  return file
}

/** Signatures whose contents are one string, of so many bytes. */
function withOneContents(count: number, contents: string, entries = '/Contents 99 0 R'): Buffer {
  return makePdf({
    catalogEntries: `/AcroForm << /Fields [${refs(count)}] >>`,
    objects: {
      ...numbered(count, (index) => `<< /FT /Sig /T (s${index}) /V ${100_000 + index} 0 R >>`),
      ...numbered(count, () => `<< /Type /Sig /ByteRange 98 0 R ${entries} >>`, 100_000),
      98: '[0 9 99 9]',
      99: contents,
    },
  })
}

/** The same, with the range where the contents are: nothing but zeros, a placeholder. */
function withOnePlaceholder(count: number): Buffer {
  const contents = `<${'00'.repeat(10 * count)}>`
  const file = makePdf({
    catalogEntries: `/X [${refs(count)}]`,
    objects: {
      ...numbered(count, () => '<< /Type /Sig /ByteRange 98 0 R /Contents 99 0 R >>'),
      98: '[0 0000000000 0000000000 9]',
      99: contents,
    },
  })
  const start = file.indexOf(contents)
  const range = [start, start + contents.length].map((one) => String(one).padStart(10, '0')).join(' ')
  file.write(range, file.indexOf('[0 0000000000') + 3)
  return file
}

const elements = (count: number) => Buffer.from(sequence(...many(count, () => '').map(() => integer(1))))

/** Two authorities of one key each, with so many certificates each, all of which the other has issued. */
function namesakes(count: number): Buffer {
  const keys = { privateKey, publicKey }
  const named = (name: string, by: string) => {
    const above = { ...issue({ name: by, kind: 'authority', keys }), name: by }
    return many(count, () => name).map(
      () => new X509Certificate(issue({ name, by: above, kind: 'authority', keys }).certPem).raw,
    )
  }
  return Buffer.from(sequence(...named('A', 'B'), ...named('B', 'A')))
}

const shapes: Record<string, Shape> = {
  'signatures over the whole file, at the verification page': {
    size: 250,
    run: examining,
    make: everySignatureOverAll,
  },
  'signatures over the whole file, listed': { size: 250, run: listing, make: everySignatureOverAll },
  'signatures over the whole file, found at upload': {
    size: 250,
    run: reading((bytes) => findingsOf(openPdf(bytes))),
    make: everySignatureOverAll,
  },
  'signatures with one long reason': {
    size: 400,
    run: examining,
    make: (size) =>
      withOneContents(size, `<${'3000'.repeat(200 * size)}>`, '/Reason 99 0 R /Name 99 0 R /Contents <3000>'),
  },
  'signatures with one long contents': {
    size: 600,
    run: examining,
    make: (size) => withOneContents(size, `<${elements(10 * size).toString('hex')}>`),
  },
  'signatures with one long placeholder, at upload': {
    size: 1500,
    run: reading((bytes) => findingsOf(openPdf(bytes))),
    make: withOnePlaceholder,
  },
  'an object identifier of one long number': {
    size: 60_000,
    run: asn1((bytes) => oidOf(readDer(bytes))),
    make: (size) => {
      const arcs = Buffer.alloc(size, 0xff)
      arcs[size - 1] = 1
      return Buffer.concat([Buffer.of(0x06, 0x83, size >> 16, (size >> 8) & 0xff, size & 0xff), arcs])
    },
  },
  'many elements': { size: 20_000, run: asn1(walked), make: elements },
  'elements without lengths, within each other': {
    size: 20_000,
    run: asn1(walked),
    make: (size) => Buffer.concat([Buffer.alloc(2 * size, Buffer.of(0x30, 0x80)), Buffer.alloc(2 * size)]),
  },
  'elements without lengths, forty deep': {
    size: 500,
    run: asn1(walked),
    make: (size) => {
      const inner = Buffer.concat([Buffer.alloc(60, Buffer.of(0x30, 0x80)), Buffer.alloc(60)])
      return Buffer.concat([Buffer.of(0x30, 0x80), ...many(size, () => '').map(() => inner), Buffer.alloc(2)])
    },
  },
  'octets in many pieces': {
    size: 20_000,
    run: asn1((bytes) => octetsOf(readDer(bytes))),
    make: (size) => {
      const pieces = Buffer.alloc(3 * size, Buffer.of(4, 1, 7))
      return Buffer.concat([Buffer.of(0x24, 0x80), pieces, Buffer.alloc(2)])
    },
  },
  'attributes and certificates that are none': {
    size: 5000,
    run: asn1(parseSignedData),
    make: (size) => signedData([leaf, ...many(size, () => '').map(() => Buffer.of(0xa1, 0))]),
  },
  'authorities that have issued each other': {
    size: 3,
    run: (bytes) => {
      const certificates = childrenOf(readDer(bytes)).map((one) => parseCertificate(one.bytes))
      const [first] = certificates
      if (first) chains(first, certificates, new Date())
    },
    make: namesakes,
  },
}

test.for(Object.entries(shapes))('%s', { timeout: 120_000 }, async ([, { make, size, run }]) => {
  await expectLinear(run, make, size)
})
