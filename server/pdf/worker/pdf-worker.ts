import type { PdfWorker } from '#server/usecases/sealing-ports.ts'
import { ChildPool } from './child-pool.ts'
import { addressSpace } from './confinement.ts'
import { type JobLimits, jobLimits } from './job-cost.ts'
import { KnownUploads } from './known-uploads.ts'
import { PdfWorkerFailed } from './pdf-worker-failed.ts'
import { type PdfJob, type PdfJobs, strangersJobs } from './pdf-worker-message.ts'
import type { PoolOptions } from './pool-options.ts'

export { PdfWorkerFailed } from './pdf-worker-failed.ts'

/** How a PDF worker is set up. */
export type PdfWorkerOptions = Omit<PoolOptions, 'niceness' | 'maxChildren' | 'addressSpace' | 'limits'> & {
  /** At most two that draw and seal: a third would starve the server on a small machine (measured). */
  maxChildren?: 1 | 2
  /** Other limits for all jobs, in tests. */
  limits?: JobLimits
}

/**
 * Strangers' files are looked at beside everything else, not before it: their one child gives way to all others where
 * the processors are scarce.
 */
const strangersNiceness = 10

/**
 * The pdfWorker. What strangers bring has a child of its own, so that sealing never waits behind a hostile file. Starts
 * its children when there is work and lets them go when there has been none for a minute.
 */
export function createPdfWorker(options: PdfWorkerOptions): PdfWorker {
  const { maxChildren = 2, ...rest } = options
  const sealing = new ChildPool({
    limits: jobLimits.sealing,
    ...rest,
    maxChildren,
    niceness: 0,
    addressSpace: addressSpace.sealing,
  })
  const strangers = new ChildPool({
    limits: jobLimits.strangers,
    ...rest,
    maxChildren: 1,
    niceness: strangersNiceness,
    addressSpace: addressSpace.strangers,
  })
  function run<Job extends PdfJob>(job: Job, argument: PdfJobs[Job][0]): Promise<PdfJobs[Job][1]> {
    return (strangersJobs.has(job) ? strangers : sealing).run(job, argument)
  }
  const known = new KnownUploads()
  return {
    inspect: (path, { repairedPath = null, keepOnly = false, sha256 } = {}) => {
      // A file that is only kept was not rehearsed: what is known of it would not do for one that is sent.
      const key = sha256 && `${sha256} ${keepOnly ? 'kept' : 'sent'}`
      return known.through(key, async () => {
        try {
          return await run('inspect', { path, repairedPath, keepOnly, scratch: rest.workDirectory })
        } catch (error) {
          if (error instanceof PdfWorkerFailed && error.costly) return { ok: false, problem: 'too_costly' }
          throw error
        }
      })
    },
    prepareSending: (revision) => run('prepareSending', revision),
    prepareConsent: (revision) => run('prepareConsent', revision),
    prepareCertificate: (revision) => run('prepareCertificate', revision),
    extractCertificate: (request) => run('extractCertificate', request),
    prepareArchive: (revision) => run('prepareArchive', revision),
    usesOfCertificates: (file) => run('usesOfCertificates', file),
    verifyFinal: (expectation) => run('verifyFinal', expectation),
    listSignatures: (path) => run('listSignatures', path),
    examineFile: (file) => run('examineFile', file),
    judgeFile: (file) => run('judgeFile', file),
    drawPage: (picture) => run('drawPage', picture),
    copyForReading: (paths) => run('copyForReading', paths),
    load: () => [
      { pool: 'sealing', ...sealing.load() },
      { pool: 'strangers', ...strangers.load() },
    ],
    async close() {
      await Promise.all([sealing.close(), strangers.close()])
    },
  }
}
