/**
 * A small agreement written byte by byte, with two recipients. It shares no code with the
 * pdfWorker, so that signer and final verification can be tried against files that the PDF worker would never write.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEvaluationAuthority } from '#server/adapters/signer/evaluation-authority.ts'
import { createPemSigner } from '#server/adapters/signer/pem-signer.ts'
import { createSealer } from '#server/adapters/signer/sealer.ts'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import type { FinalExpectation, Sealer, TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import { recklessSealer } from '#tests/support/reckless-sealer.ts'

export const ROOM_BYTES = 8192
export const NOW = new Date('2026-11-22T10:00:00.500Z')

/** Keys of one evaluation, ready to seal. */
export function anOffice(now: () => Date = () => NOW) {
  const authority = createEvaluationAuthority(NOW)
  const signer = createPemSigner({
    keyPem: authority.signerKeyPem,
    chainPem: authority.signerCertPem + authority.rootPem,
  })
  const timestamps = createEvaluationTsa({
    keyPem: authority.tsaKeyPem,
    chainPem: authority.tsaCertPem + authority.rootPem,
    now,
  })
  return { authority, signer, timestamps, sealer: createSealer({ signer, timestamps, now }) }
}

type Office = ReturnType<typeof anOffice>

/** Objects of one revision by number. */
export type Objects = Record<number, string>

/** The bytes with one more revision: a classic table, `/Prev` to the one before (none when it is the first). */
export function withRevision(bytes: Buffer, objects: Objects, root = 1): Buffer {
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(bytes.toString('latin1'))?.[1]
  let text = ''
  let table = ''
  const numbers = Object.keys(objects).map(Number)
  for (const number of numbers) {
    const offset = bytes.length + text.length
    text += `${number} 0 obj\n${objects[number]}\nendobj\n`
    table += `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`
  }
  const start = bytes.length + text.length
  const sizeBefore = Number(
    bytes
      .toString('latin1')
      .match(/(?<=\/Size )\d+/g)
      ?.at(-1) ?? 0,
  )
  const size = Math.max(sizeBefore, ...numbers.map((number) => number + 1))
  const first = previous ? '' : '0 1\n0000000000 65535 f \n'
  const trailer = `<< /Size ${size} /Root ${root} 0 R ${previous ? `/Prev ${previous}` : ''} >>`
  text += `xref\n${first}${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`
  return Buffer.concat([bytes, Buffer.from(text, 'latin1')])
}

export function streamOf(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
}

/** Two pages that inherit their resources and boxes. */
export function anUpload(): Buffer {
  return withRevision(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources 5 0 R >>',
    3: '<< /Type /Page /Parent 2 0 R /Contents 7 0 R >>',
    4: '<< /Type /Page /Parent 2 0 R /Contents [8 0 R] >>',
    5: '<< /Font << /F1 6 0 R >> >>',
    6: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    7: streamOf('BT /F1 24 Tf 72 700 Td (Lease, page one) Tj ET'),
    8: streamOf('BT /F1 24 Tf 72 700 Td (Lease, page two) Tj ET'),
  })
}

function pdfDate(at: Date): string {
  return `(D:${at
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')}Z)`
}

function signatureDict(reason: string, at: Date, reference = ''): string {
  return `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Name (Musubi) /Reason (${reason}) /ContactInfo (doc-1) /M ${pdfDate(at)} ${reference}
/ByteRange [0 0000000000 0000000000 0000000000] /Contents <${'0'.repeat(ROOM_BYTES * 2)}> >>`
}

const certify =
  '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 2 /V /1.2 >> >>]'
const lockOf = (name: string) => `<< /Type /SigFieldLock /Action /Include /Fields [(${name})] >>`
const widget = '/Type /Annot /Subtype /Widget /P 3 0 R /F 132'

/** Participants `p1` and `p2`; text fields 21 and 31, signature fields 20 and 30. */
export function sendingObjects(at: Date): Objects {
  return {
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R /Perms << /DocMDP 12 0 R >> >>',
    3: '<< /Type /Page /Parent 2 0 R /Contents [7 0 R 9 0 R] /Annots [20 0 R 21 0 R 30 0 R 31 0 R 11 0 R] >>',
    9: streamOf('BT /F1 6 Tf 20 10 Td (doc-1) Tj ET'),
    10: '<< /Fields [11 0 R 20 0 R 21 0 R 30 0 R 31 0 R] /SigFlags 3 /DA (/F1 0 Tf) /DR << /Font << /F1 6 0 R >> >> >>',
    11: `<< ${widget} /FT /Sig /T (musubi-sender-doc-1) /Rect [0 0 0 0] /V 12 0 R >>`,
    12: signatureDict('sent', at, certify),
    20: `<< ${widget} /FT /Sig /T (musubi-recipient-p1) /Rect [300 100 356 156] /Lock ${lockOf('musubi-widget-w1')} >>`,
    21: `<< ${widget} /FT /Tx /T (musubi-widget-w1) /Rect [72 100 272 124] /V () >>`,
    30: `<< ${widget} /FT /Sig /T (musubi-recipient-p2) /Rect [300 200 356 256] /Lock ${lockOf('musubi-widget-w2')} >>`,
    31: `<< ${widget} /FT /Tx /T (musubi-widget-w2) /Rect [72 200 272 224] /V () >>`,
  }
}

/** What consent `n` (1 or 2) says anew. */
export function consentObjects(n: 1 | 2, at: Date): Objects {
  const base = 10 + n * 10
  const fresh = 30 + n * 2
  const field = `musubi-widget-w${n}`
  const lock = `<< /Type /SigRef /TransformMethod /FieldMDP /TransformParams << /Type /TransformParams /Action /Include /Fields [(${field})] /V /1.2 >> >>`
  return {
    [base]: `<< ${widget} /FT /Sig /T (musubi-recipient-p${n}) /Rect [300 ${n}00 356 ${n}56] /Lock ${lockOf(field)} /V ${fresh} 0 R >>`,
    [base + 1]:
      `<< ${widget} /FT /Tx /Ff 1 /T (${field}) /Rect [72 ${n}00 272 ${n}24] /V (Taro ${n}) /AP << /N ${fresh + 1} 0 R >> >>`,
    [fresh]: signatureDict(`consented ${n}`, at, `/Reference [${lock}]`),
    [fresh + 1]: `<< /Type /XObject /Subtype /Form /BBox [0 0 200 24] /Length 4 >>\nstream\nq Q \nendstream`,
  }
}

/** Writes the byte range of the last placeholder and gives the file as the PDF worker would. */
export async function prepared(path: string, bytes: Buffer): Promise<Prepared> {
  const text = bytes.toString('latin1')
  const gapStart = text.lastIndexOf('/Contents <0') + '/Contents '.length
  const gapEnd = text.indexOf('>', gapStart) + 1
  const byteRange: Prepared['byteRange'] = [0, gapStart, gapEnd, bytes.length - gapEnd]
  const written = byteRange.slice(1).map((item) => String(item).padStart(10, '0'))
  bytes.write(`[0 ${written.join(' ')}]`, text.lastIndexOf('/ByteRange [') + '/ByteRange '.length, 'latin1')
  await writeFile(path, bytes)
  return { path, byteRange }
}

/** Appends the objects as a revision, signs it, and gives the bytes. */
async function sealed(
  folder: string,
  bytes: Buffer,
  objects: Objects,
  sealer: Sealer,
  root = 1,
): Promise<Buffer> {
  const path = join(folder, 'work.pdf')
  await sealer.seal(await prepared(path, withRevision(bytes, objects, root)))
  return readFile(path)
}

export const TIMES = [0, 60, 120].map((seconds) => new Date(NOW.getTime() + seconds * 1000))
const timeOf = (index: number) => TIMES[index] ?? NOW

export type Agreement = {
  folder: string
  office: Office
  upload: Buffer
  /** After sending, after the first consent, after the second. */
  stages: Buffer[]
  expectation: FinalExpectation
}

/** What to do differently from a good agreement; `sending`, `first` and `second` replace objects of that revision. */
export type Differently = {
  office?: Office
  timestamps?: TimestampAuthority | null
  upload?: Buffer
  sending?: Objects
  first?: Objects
  second?: Objects
  /** Number of the catalog that the second consent names. */
  root?: number
  /** Objects of an unsigned update between the two consents. */
  between?: Objects
  /** Signs whatever the time. */
  reckless?: boolean
}

/** Sent, then consented by both. */
export async function anAgreement(differently: Differently = {}): Promise<Agreement> {
  const office = differently.office ?? anOffice()
  const timestamps = differently.timestamps === undefined ? office.timestamps : differently.timestamps
  const folder = await mkdtemp(join(tmpdir(), 'musubi-pades-'))
  const sealer = createSealer({ signer: office.signer, timestamps, now: () => NOW })
  if (differently.reckless === true) sealer.seal = recklessSealer(office.signer, timestamps).seal
  const upload = anUpload()
  const originalPath = join(folder, 'upload.pdf')
  await writeFile(originalPath, upload)
  const sending = { ...sendingObjects(timeOf(0)), ...differently.sending }
  const sent = await sealed(folder, differently.upload ?? upload, sending, sealer)
  const first = await sealed(folder, sent, { ...consentObjects(1, timeOf(1)), ...differently.first }, sealer)
  const before = differently.between ? withRevision(first, differently.between) : first
  const second = await sealed(
    folder,
    before,
    { ...consentObjects(2, timeOf(2)), ...differently.second },
    sealer,
    differently.root,
  )
  const path = join(folder, 'sealed.pdf')
  await writeFile(path, second)
  const expectation: FinalExpectation = {
    path,
    originalPath,
    pages: 2,
    acts: ['', 'p1', 'p2'].map((id, index) => ({ participantId: id || null, at: timeOf(index) })),
    trustedSigners: [sealer.signerSha256],
    trustedTsas: timestamps ? timestamps.trusted : null,
  }
  return { folder, office, upload, stages: [sent, first, second], expectation }
}
