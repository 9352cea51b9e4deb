/**
 * The pdfWorker: a process of its own that parses and draws, with no secrets, no environment, no network, little memory
 * and no files but its code and its job's. Started by `child-pool.ts`; answers one job at a time over the IPC channel
 * and ends when the channel closes.
 */

import './no-network.ts'
import { beginCarrying, endCarrying } from '#server/pdf/format/job-bytes.ts'
import { inspect } from '#server/pdf/intake/intake.ts'
import { writePagePicture, writeReadingCopy } from '#server/pdf/reading/for-reading.ts'
import { prepareArchive } from '#server/pdf/writing/archive-revision.ts'
import { extractCertificate } from '#server/pdf/writing/certificate-extract.ts'
import { prepareCertificate } from '#server/pdf/writing/certificate-revision.ts'
import { prepareConsent } from '#server/pdf/writing/consent-revision.ts'
import { prepareSending } from '#server/pdf/writing/sending-revision.ts'
import { usesOfCertificates } from '#server/verification/certificate-uses.ts'
import { examineFile } from '#server/verification/examine-file.ts'
import { listSignatures, verifyFinal } from '#server/verification/final-verification.ts'
import { judgeStoredFile } from '#server/verification/judging/judge-stored-file.ts'
import {
  type PdfJob,
  type PdfJobs,
  type PdfWorkerAnswer,
  type PdfWorkerRequest,
  READY,
} from './pdf-worker-message.ts'

type Does = { [Job in PdfJob]: (argument: PdfJobs[Job][0]) => Promise<PdfJobs[Job][1]> }

const ops: Does = {
  inspect,
  prepareSending,
  prepareConsent,
  prepareCertificate,
  extractCertificate,
  prepareArchive,
  usesOfCertificates,
  verifyFinal,
  listSignatures,
  examineFile,
  judgeFile: judgeStoredFile,
  drawPage: writePagePicture,
  copyForReading: writeReadingCopy,
}

// What it writes is the server's alone.
process.umask(0o077)
process.on('message', (request: PdfWorkerRequest) => {
  void answer(request).then((message) => process.send?.(message))
})
process.on('disconnect', () => process.exit(0))
process.send?.(READY)

async function answer(request: PdfWorkerRequest): Promise<PdfWorkerAnswer> {
  beginCarrying(request.files, request.writes)
  try {
    const job = ops[request.job] as (argument: unknown) => Promise<unknown>
    const answer = await job(request.argument)
    return { id: request.id, ok: true, answer, files: endCarrying(), ...spent() }
  } catch (error) {
    const reason = reasonIn(error)
    const ofSystem = error instanceof Error && 'syscall' in error
    endCarrying()
    return { id: request.id, ok: false, reason, ofSystem, ...spent() }
  }
}

/** Readers of PDF whose errors say what is wrong where, in our words. */
const ours = new Set(['MalformedPdf', 'TooCostlyPdf', 'MalformedAsn1', 'Undrawable', 'RefusedUpload'])

/** It stands in logs and in the trail: of an error that is not ours only its kind, for it may quote the document. */
function reasonIn(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const words = ours.has(error.name) || 'syscall' in error ? error.message : ''
  const [place = ''] = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return `${error.name}: ${words === '' ? place.trim() : words}`
}

/** Asking the system at every answer was a twentieth of the PDF worker's work. */
const spentEveryMilliseconds = 500
let measured = { at: Number.NEGATIVE_INFINITY, cpu: 0, rss: 0 }

function spent(): { cpu: number; rss: number } {
  const at = performance.now()
  if (at - measured.at > spentEveryMilliseconds) {
    const { user, system } = process.cpuUsage()
    measured = { at, cpu: (user + system) / 1_000_000, rss: process.memoryUsage.rss() }
  }
  return { cpu: measured.cpu, rss: measured.rss }
}
