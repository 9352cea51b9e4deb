import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createPemSigner } from '#server/adapters/signer/pem-signer.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import type { TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import type { Issued } from './certificate-maker.ts'
import { rowsOf } from './concluded-once.ts'
import type { Sent } from './integrator.ts'
import { recklessSealer } from './reckless-sealer.ts'
import type { TestServer } from './server.ts'

/**
 * The sending of a document as it lies there when an earlier release signed it by a certificate that had ended: the same
 * revision with another signature, stored and recorded as that release did. The server must stand still meanwhile.
 */
export async function signSendingTooLate(
  server: Pick<TestServer, 'databaseUrl' | 'dataDirectory'>,
  { documentId, fileId }: Sent,
  { keyPem, chainPem }: Issued,
  timestamps: TimestampAuthority,
): Promise<{ before: string; after: string }> {
  const [revision] = await rowsOf<{ storage_key: string; sha256: string }>(
    server,
    'select storage_key, sha256 from revisions where document_id = $1 and file_id = $2 and act = 0',
    documentId,
    fileId,
  )
  if (revision === undefined) throw new Error('the sending is not signed yet')
  const files = join(server.dataDirectory, 'files')
  const work = join(server.dataDirectory, 'work', 'signed-too-late.pdf')
  const prepared = await unsigned(join(files, revision.storage_key), work)
  const sealed = await recklessSealer(createPemSigner({ keyPem, chainPem }), timestamps).seal(prepared)
  const key = revision.storage_key.replace(revision.sha256, sealed.sha256)
  await mkdir(dirname(join(files, key)), { recursive: true })
  await rename(work, join(files, key))
  await rowsOf(
    server,
    `update documents d set snapshot = jsonb_set(d.snapshot::jsonb, '{revisions}', (
       select jsonb_agg(case when each->>'file_id' = $2 and each->>'act' = '0'
         then each || jsonb_build_object('storage_key', $3::text, 'sha256', $4::text) else each end)
       from jsonb_array_elements(d.snapshot::jsonb->'revisions') each)) where d.id = $1`,
    documentId,
    fileId,
    key,
    sealed.sha256,
  )
  // Such a certificate signed here, so its release knew it.
  const leaf = new X509Certificate(chainPem)
  await rowsOf(
    server,
    `insert into sealing_certificates (use, sha256, subject, der, chain, valid_from, valid_until, recorded_at)
     values ('signing', $1, $2, $3, '{}', $4, $5, now())`,
    leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    leaf.subject,
    leaf.raw,
    leaf.validFromDate,
    leaf.validToDate,
  )
  return { before: revision.sha256, after: sealed.sha256 }
}

/** The file with its last signature taken out again. */
async function unsigned(from: string, path: string): Promise<Prepared> {
  const bytes = await readFile(from)
  const text = bytes.toString('latin1')
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].at(-1)
  if (!ranges) throw new Error('there is no signature')
  const [gapStart = 0, gapEnd = 0, rest = 0] = ranges.slice(1).map(Number)
  bytes.fill('0', gapStart + 1, gapEnd - 1, 'latin1')
  await writeFile(path, bytes)
  return { path, byteRange: [0, gapStart, gapEnd, rest] }
}
