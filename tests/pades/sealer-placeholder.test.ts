import { createHash } from 'node:crypto'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createSealer, type SealRefused } from '#server/adapters/signer/sealer.ts'
import { createRfc3161Authority } from '#server/adapters/timestamp/rfc3161-tsa.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import { listSignatures } from '#server/verification/final-verification.ts'
import {
  type Agreement,
  anAgreement,
  anOffice,
  anUpload,
  NOW,
  prepared,
  sendingObjects,
  withRevision,
} from './hand-made-agreement.ts'

const office = anOffice()
let agreement: Agreement
let made = 0
beforeAll(async () => {
  agreement = await anAgreement({ office })
})

function aPreparedFile(): Promise<Prepared> {
  made += 1
  return prepared(
    join(agreement.folder, `prepared-${made}.pdf`),
    withRevision(anUpload(), sendingObjects(NOW)),
  )
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'sealed',
    (error: SealRefused) => error.code,
  )
}

test('a prepared file is sealed in place, and its hash is the hash of the finished bytes', async () => {
  const file = await aPreparedFile()
  const sealed = await office.sealer.seal(file)
  const bytes = await readFile(file.path)
  expect(sealed).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length })
  const [signature] = await listSignatures(file.path)
  expect(signature).toMatchObject({ valid: true, coversWholeRevision: true, timestampedAt: NOW })
  expect(signature?.signerSha256).toBe(office.sealer.signerSha256)
})

test('a file that carries its signature already is not signed again', async () => {
  const file = await aPreparedFile()
  await office.sealer.seal(file)
  expect(await refusal(office.sealer.seal(file))).toBe('placeholder_not_empty')
})

test('a byte range that leaves something uncovered is not signed', async () => {
  const file = await aPreparedFile()
  const [, length, rest, restLength] = file.byteRange
  expect(await refusal(office.sealer.seal({ ...file, byteRange: [1, length - 1, rest, restLength] }))).toBe(
    'byte_range_wrong',
  )
  expect(await refusal(office.sealer.seal({ ...file, byteRange: [0, length - 5, rest, restLength] }))).toBe(
    'byte_range_wrong',
  )
  await appendFile(file.path, '\n')
  expect(await refusal(office.sealer.seal(file))).toBe('byte_range_wrong')
})

test('a placeholder without room for the signature leaves the file as it was', async () => {
  const file = await aPreparedFile()
  const small = Buffer.from((await readFile(file.path, 'latin1')).replace(/0{12000}/, ''), 'latin1')
  const other = await prepared(join(agreement.folder, 'small.pdf'), small)
  const before = await readFile(other.path)
  expect(await refusal(office.sealer.seal(other))).toBe('placeholder_too_small')
  expect(before.equals(await readFile(other.path))).toBe(true)
})

test('without a timestamp nothing is written', async () => {
  const unreachable = createRfc3161Authority({
    url: 'http://127.0.0.1:9/',
    trusted: 'any',
    now: () => NOW,
    log: () => undefined,
  })
  const sealer = createSealer({ signer: office.signer, timestamps: unreachable, now: () => NOW })
  const file = await aPreparedFile()
  const before = await readFile(file.path)
  expect(await refusal(sealer.seal(file))).toBe('unreachable')
  expect(before.equals(await readFile(file.path))).toBe(true)
})

test('sealing without a TSA gives a signature without a timestamp', async () => {
  const file = await aPreparedFile()
  await createSealer({ signer: office.signer, timestamps: null, now: () => NOW }).seal(file)
  expect((await listSignatures(file.path))[0]).toMatchObject({
    valid: true,
    timestampedAt: null,
    tsaSubject: null,
  })
})

test('many files are sealed at the same time', async () => {
  const files = await Promise.all(Array.from({ length: 12 }, aPreparedFile))
  await Promise.all(files.map((file) => office.sealer.seal(file)))
  for (const file of files) expect((await listSignatures(file.path))[0]?.valid).toBe(true)
})

test('a file that is gone is told as such', async () => {
  const file = await aPreparedFile()
  await expect(office.sealer.seal({ ...file, path: `${file.path}.missing` })).rejects.toMatchObject({
    code: 'ENOENT',
  })
  await writeFile(file.path, '')
  expect(await refusal(office.sealer.seal(file))).toBe('byte_range_wrong')
})
