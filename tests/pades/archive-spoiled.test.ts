import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createValidationSource } from '#server/adapters/validation/validation-source.ts'
import { openPdf } from '#server/pdf/format/pdf-file.ts'
import { makeDict, makeName, makeStream, type PdfValue, withEntries } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { pagesOf } from '#server/pdf/writing/page-tree.ts'
import { openForUpdate, type Revision, refuseTooLong } from '#server/pdf/writing/revision.ts'
import type { CertificateUses, ValidationData } from '#server/usecases/archive-ports.ts'
import type { FinalExpectation } from '#server/usecases/sealing-ports.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import { revisionsOf } from '#server/verification/revision-kinds.ts'
import { readEvidence } from '#server/verification/revocation-proof.ts'
import { securityStoreOf } from '#server/verification/security-store.ts'
import { archive, conclude, makeSealer } from '#tests/fixtures/pdf/agreement.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { issue } from '#tests/support/certificate-maker.ts'
import { makeCrl } from '#tests/support/revocation-server.ts'

const hand = pdfWorkerAtHand()
const office = makeSealer()
const stranger = makeSealer()
const hour = 3_600_000
const documentId = '01kb0example0document0id'
let concluded: { path: string; expectation: FinalExpectation }
let uses: CertificateUses
let data: ValidationData
let made = 0

beforeAll(async () => {
  const upload = hand.file('lease.pdf', makePdf({ pages: [{}, {}] }))
  concluded = await conclude(hand, office.sealer, upload, [{ participantId: 'p1', widgets: [] }])
  uses = await hand.pdfWorker.usesOfCertificates({ path: concluded.path, documentId })
  data = await office.validation.dataFor(uses)
})
afterAll(() => hand.end())

/** What the final verification finds in a file, each code once. */
async function checksIn(path: string, archives = 1): Promise<string[]> {
  const { problems } = await hand.pdfWorker.verifyFinal({ ...concluded.expectation, path, archives })
  return [...new Set(problems.map(({ check }) => check))].sort()
}

/** The concluded file, archived with other data. */
async function archivedWith(other: Partial<ValidationData>, sealer = office.sealer): Promise<string> {
  made += 1
  const prepared = await hand.pdfWorker.prepareArchive({
    sourcePath: concluded.path,
    targetPath: hand.path(`spoiled-${made}.pdf`),
    documentId,
    number: 0,
    data: { ...data, ...other },
    roomBytes: uses.roomBytes,
  })
  await sealer.stamp(prepared)
  return prepared.path
}

/** A list of the office's own root, at other times or of other certificates. */
function listOf(
  hours: { from: number; until: number; revoked?: number },
  serials: Uint8Array[] = [],
): Uint8Array {
  const at = (hour_: number) => new Date(Date.now() + hour_ * hour)
  const root = parseCertificate(new X509Certificate(office.rootPem).raw)
  const issuer = {
    ...issue({ name: 'unused', kind: 'authority' }),
    der: root.der,
    privateKey: office.rootKey,
  }
  const revokedAt = hours.revoked === undefined ? null : at(hours.revoked)
  return makeCrl(issuer, { thisUpdate: at(hours.from), nextUpdate: at(hours.until), revokedAt }, serials)
}

test('with the data as they should be nothing is found', async () => {
  expect(await checksIn(await archivedWith({}))).toEqual([])
  expect(await checksIn(await archivedWith({ crls: [listOf({ from: 0, until: 24 })] }))).toEqual([])
})

test.for<[string, () => Partial<ValidationData>, string[]]>([
  ['no list is there', () => ({ crls: [] }), ['validation_data_missing']],
  [
    'the list had ended before the signature',
    () => ({ crls: [listOf({ from: -48, until: -24 })] }),
    ['validation_data_missing'],
  ],
  [
    'the list is of tomorrow',
    () => ({ crls: [listOf({ from: 24, until: 48 })] }),
    ['validation_data_missing'],
  ],
  [
    'the list is of another issuer',
    () => ({ crls: [makeCrl(issue({ name: 'Else', kind: 'authority' }), saidNow(), [])] }),
    ['validation_data_missing'],
  ],
  [
    'a list is no list',
    () => ({ crls: [...data.crls, Buffer.from('<html>')] }),
    ['validation_data_unreadable'],
  ],
  [
    'VRI names a signature in lower case',
    () => ({ signatures: data.signatures.map((each) => ({ ...each, key: each.key.toLowerCase() })) }),
    ['validation_data_key'],
  ],
  [
    'VRI names a signature that is not there',
    () => ({
      signatures: [...data.signatures, { key: 'AB'.repeat(20), certificates: [0], crls: [], ocsps: [] }],
    }),
    ['validation_data_key'],
  ],
  [
    'the signer had been revoked',
    () => ({ crls: [listOf({ from: 0, until: 24, revoked: -1 }, [serialOfSigner()])] }),
    ['certificate_revoked'],
  ],
])('it is seen when %s', async ([, other, checks]) => {
  expect(await checksIn(await archivedWith(other()))).toEqual(checks)
})

test('a signer who was revoked afterwards had been good', async () => {
  const later = listOf({ from: 0, until: 24, revoked: 1 }, [serialOfSigner()])
  expect(await checksIn(await archivedWith({ crls: [later] }))).toEqual([])
})

test('the data of the authority that stamped the first archive must come with the renewal', async () => {
  const first = await archivedWith({}, stranger.sealer)
  expect(await checksIn(first)).toEqual([])
  const renew = async (more: Partial<ValidationData>) => {
    made += 1
    const prepared = await hand.pdfWorker.prepareArchive({
      sourcePath: first,
      targetPath: hand.path(`renewed-${made}.pdf`),
      documentId,
      number: 1,
      data: { ...data, ...more },
      roomBytes: uses.roomBytes,
    })
    await office.sealer.stamp(prepared)
    return prepared.path
  }
  expect(await checksIn(await renew({}), 2)).toEqual(['validation_data_missing'])
  const own = await hand.pdfWorker.usesOfCertificates({ path: first, documentId })
  const ofStranger = await stranger.validation.dataFor({ ...own, uses: own.uses.slice(-1), known: noData })
  expect(
    await checksIn(
      await renew({
        certificates: [...data.certificates, ...ofStranger.certificates],
        crls: [...data.crls, ...ofStranger.crls],
      }),
      2,
    ),
  ).toEqual([])
})

test('what an archive timestamp keeps needs no newer proof, whatever is asked of new ones', async () => {
  const first = await archivedWith({ crls: [listOf({ from: -2, until: 24 })] })
  const file = await hand.pdfWorker.usesOfCertificates({ path: first, documentId })
  expect(file.uses.map(({ archived }) => archived)).toEqual([...uses.uses.map(() => true), false])
  const last = file.uses.at(-1)?.leaf ?? new Uint8Array()
  const source = createValidationSource({
    // Of certificates that ended long ago nobody publishes anything.
    sources: [
      {
        evidenceFor: async ({ der }) =>
          Buffer.compare(der, last) === 0 ? readEvidence('crl', listOf({ from: 0, until: 24 })) : null,
        issuersOf: async () => [],
      },
    ],
    anchors: async () => [],
    chain: [],
    freshness: 'after_use',
    now: () => new Date(),
  })
  // The signer's is asked for as long as no archive timestamp keeps it.
  await expect(source.dataFor({ ...uses, known: file.known })).rejects.toThrow('names no place')
  expect((await source.dataFor(file)).crls).toHaveLength(2)
})

test('a renewal writes no piece of the former data again', async () => {
  const first = await archivedWith({})
  const second = await archive(hand, office, first, 1)
  const [before, after] = [first, second].map((path) => securityStoreOf(openPdf(readFileSync(path))))
  expect(after?.certificates).toHaveLength(before?.certificates.length ?? 0)
  expect(
    revisionsOf(openPdf(readFileSync(second)), 0)
      .map(({ kind }) => kind)
      .slice(-4),
  ).toEqual(['validation_data', 'archive_timestamp', 'validation_data', 'archive_timestamp'])
})

/** The concluded file with a revision of validation data that does more than that. */
async function smuggled(more: (revision: Revision) => void): Promise<string> {
  made += 1
  const revision = await openForUpdate(concluded.path)
  const store: Record<string, PdfValue> = {
    Type: makeName('DSS'),
    Certs: [revision.add(makeStream({}, data.certificates[0] ?? new Uint8Array()))],
  }
  const catalog = withEntries(catalogOf(revision.file), { DSS: revision.add(makeDict(store)) })
  revision.put(revision.root, catalog)
  more(revision)
  const { path } = await revision.finish(hand.path(`smuggled-${made}.pdf`))
  const own = { sourcePath: path, targetPath: `${path}.archived`, documentId, number: 0 }
  // The data revision of ours follows as a second one.
  const prepared = await hand.pdfWorker.prepareArchive({ ...own, data, roomBytes: uses.roomBytes })
  await office.sealer.stamp(prepared)
  return prepared.path
}

test.for<[string, (revision: Revision) => void]>([
  [
    'a page',
    (revision) => {
      const [page] = pagesOf(revision.file)
      if (page) revision.put(page.ref, withEntries(page.dict, { Rotate: 90 }))
    },
  ],
  ['an object that nothing names', (revision) => void revision.add(makeDict({ Smuggled: true }))],
  [
    'an action of the catalog',
    (revision) => {
      const catalog = revision.dictionary(revision.root)
      if (catalog) revision.put(revision.root, withEntries(catalog, { OpenAction: makeDict({}) }))
    },
  ],
])('a revision of validation data that also changes %s is seen', async ([, more]) => {
  expect(await checksIn(await smuggled(more))).toContain('archive_changes')
})

test('bytes behind the token of an archive timestamp are seen', async () => {
  const path = await archivedWith({})
  const bytes = readFileSync(path)
  const contents = bytes.indexOf('/Contents <', bytes.lastIndexOf('/ETSI.RFC3161'))
  expect(contents).toBeGreaterThan(0)
  bytes.write('41', bytes.indexOf('>', contents) - 2, 'latin1')
  expect(await checksIn(hand.file('padded.pdf', bytes))).toContain('contents_padding')
})

test('a linearized upload is archived as any other', async () => {
  const [plain, linear] = [hand.file('plain.pdf', makePdf({ pages: [{}] })), hand.path('linear.pdf')]
  execFileSync('qpdf', ['--linearize', plain, linear])
  const done = await conclude(hand, office.sealer, linear, [{ participantId: 'p1', widgets: [] }])
  const path = await archive(hand, office, done.path)
  const { problems } = await hand.pdfWorker.verifyFinal({ ...done.expectation, path, archives: 1 })
  expect(problems).toEqual([])
})

test('a file beyond two gigabytes is refused before it is written', () => {
  expect(() => refuseTooLong(2 ** 31)).toThrow('longer than 2 GB')
  expect(() => refuseTooLong(2 ** 31 - 1)).not.toThrow()
})

const noData = { certificates: [], crls: [], ocsps: [] }

function saidNow() {
  return { thisUpdate: new Date(), nextUpdate: new Date(Date.now() + 24 * hour), revokedAt: null }
}

function serialOfSigner(): Uint8Array {
  const [signer] = uses.uses
  return parseCertificate(signer?.leaf ?? new Uint8Array()).serial
}
