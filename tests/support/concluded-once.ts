import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { QueryResultRow } from 'pg'
import { expect } from 'vitest'
import { listSignatures } from '#server/verification/final-verification.ts'
import { connectionsTo } from './connections.ts'
import type { Sent } from './integrator.ts'
import type { TestServer } from './server.ts'
import { until } from './until.ts'

type Place = Pick<TestServer, 'databaseUrl' | 'dataDirectory'>

/** Rows of the real database, by connections of our own. */
export async function rowsOf<Row extends QueryResultRow>(
  { databaseUrl }: Place,
  sql: string,
  ...values: unknown[]
): Promise<Row[]> {
  return (await connectionsTo(databaseUrl).query<Row>(sql, values)).rows
}

/** The audit trail as exported: how often each thing happened. The chain is computed again on the way. */
export async function trailOf(place: Place, documentId: string): Promise<Record<string, number>> {
  // Rows and head in one statement: a job may record something between two.
  const trail = await rowsOf<{
    sequence: number
    type: string
    row: string
    hash: string
    audit_head: string
  }>(
    place,
    `select a.sequence, a.type, a.row, a.hash, d.audit_head from audit a join documents d on d.id = a.document_id
     where a.document_id = $1 order by a.sequence`,
    documentId,
  )
  let head = '0'.repeat(64)
  for (const [index, { sequence, row, hash }] of trail.entries()) {
    head = createHash('sha256').update(`${head}\n${row}`).digest('hex')
    expect({ sequence, hash }).toEqual({ sequence: index + 1, hash: head })
  }
  expect(trail[0]?.audit_head).toBe(head)
  return Object.fromEntries(
    [...Map.groupBy(trail, ({ type }) => type)].map(([type, rows]) => [type, rows.length]),
  )
}

/** Jobs of any kind that wait, run or are parked. */
export async function jobsLeft(place: Place): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    place,
    'select count(*)::int as count from graphile_worker._private_jobs',
  )
  return row?.count ?? Number.NaN
}

export async function waitForNoJobs(place: Place, seconds = 60): Promise<void> {
  await until('no job is left', async () => (await jobsLeft(place)) === 0, seconds)
}

/**
 * Everything that "concluded, exactly once" means, for a document of one recipient and one file: the status, one consent,
 * two acts each signed once, one revision per act and file, a file whose signatures are exactly the acts', one sealed
 * certificate, and no job left behind.
 */
export async function expectConcludedOnce(place: Place, sent: Sent): Promise<void> {
  const { integrator, documentId, fileId } = sent
  await waitForNoJobs(place)
  const { body } = await integrator.call('GET', `/documents/${documentId}`)
  expect(body.status).toBe(2)
  const facts = await trailOf(place, documentId)
  expect(facts).toMatchObject({
    'document.sent': 1,
    'participant.consented': 1,
    'act.signed': 2,
    'document.concluded': 1,
  })
  expect(facts).not.toHaveProperty('document.cancelled')
  expect(facts).not.toHaveProperty('participant.declined')
  const acts = await rowsOf<{ number: number; signed: boolean; revisions: number }>(
    place,
    `select number, signed_at is not null as signed,
       (select count(*)::int from revisions r where r.document_id = a.document_id and r.act = a.number) as revisions
     from acts a where document_id = $1 order by number`,
    documentId,
  )
  expect(acts).toEqual([0, 1].map((number) => ({ number, signed: true, revisions: 1 })))

  // At B-LTA one archive, of the file and of the certificate; an evaluation without time stamps has none.
  const archived = await rowsOf<{ sha256: string }>(
    place,
    'select sha256 from archived_files where document_id = $1 order by file_id desc',
    documentId,
  )
  const archives = archived.length / 2
  const signed = await rowsOf<{ sha256: string }>(
    place,
    'select sha256 from revisions where document_id = $1 order by act desc limit 1',
    documentId,
  )
  const [newest] = [...archived, ...signed]
  const sealed = await integrator.download(`/documents/${documentId}/files/${fileId}`)
  expect(createHash('sha256').update(sealed.bytes).digest('hex')).toBe(newest?.sha256)
  expect(await signaturesIn(sealed.bytes)).toEqual({ valid: 2, all: 2, pdfsig: 2 })
  expect(await archivesIn(sealed.bytes)).toBe(archives)

  const [certified] = await rowsOf<{ sha256: string }>(
    place,
    'select certificate_sha256 as sha256 from documents where id = $1',
    documentId,
  )
  const certificate = await integrator.download(`/documents/${documentId}/certificate`)
  expect(createHash('sha256').update(certificate.bytes).digest('hex')).toBe(certified?.sha256)
  expect(await signaturesIn(certificate.bytes)).toEqual({ valid: 1, all: 1, pdfsig: 1 })
  expect(await archivesIn(certificate.bytes)).toBe(archives)
  // Of two who did the same work at once, the second tidies up after the job is gone.
  const files = [
    ...[`${fileId}/0-….pdf`, `${fileId}/1-….pdf`],
    ...(archives > 0 ? [`${fileId}/archive-0-….pdf`] : []),
    ...[`${fileId}/original.pdf`, 'certificate-….pdf'],
  ]
  await until('only its own files are left', async () => {
    return (await filesOf(place, documentId)).length <= files.length
  })
  expect(await filesOf(place, documentId)).toEqual(files)
}

/** What lies in storage for a document, hashes shortened. */
async function filesOf({ dataDirectory }: Place, documentId: string): Promise<string[]> {
  const directory = join(dataDirectory, 'files', 'documents', documentId)
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .map((path) => path.replace(/[0-9a-f]{64}/, '…'))
    .sort((a, b) => (a < b ? -1 : 1))
}

/** How many archive timestamps of a file are valid. */
async function archivesIn(pdf: Uint8Array): Promise<number> {
  const seen = await withFile(pdf, listSignatures)
  return seen.filter(({ kind, valid }) => kind === 'document_timestamp' && valid).length
}

/** What a download of a file gives: its bytes with the archive timestamp. */
export async function newestOf(
  place: Place,
  documentId: string,
): Promise<{ sha256: string; storage_key: string } | undefined> {
  const [newest] = await rowsOf<{ sha256: string; storage_key: string }>(
    place,
    `select each->>'sha256' as sha256, each->>'storage_key' as storage_key
     from documents, jsonb_array_elements(snapshot::jsonb->'archives'->-1->'revisions') each where id = $1`,
    documentId,
  )
  return newest
}

/** How many signatures of acts a file has, by our reader and by pdfsig, to which a document timestamp is of an unknown type. */
export async function signaturesIn(pdf: Uint8Array): Promise<{ valid: number; all: number; pdfsig: number }> {
  return withFile(pdf, async (path) => {
    const seen = (await listSignatures(path)).filter(({ kind }) => kind !== 'document_timestamp')
    const { stdout } = await promisify(execFile)('pdfsig', ['-nocert', path])
    return {
      valid: seen.filter((each) => each.valid).length,
      all: seen.length,
      pdfsig: [...stdout.matchAll(/Signature Validation: Signature is Valid\./g)].length,
    }
  })
}

async function withFile<Answer>(pdf: Uint8Array, ask: (path: string) => Promise<Answer>): Promise<Answer> {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-sealed-'))
  try {
    const path = join(directory, 'sealed.pdf')
    await writeFile(path, pdf)
    return await ask(path)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
