import type { FileJudgement } from '#domain/file-judgement.ts'
import type { CarriedFiles } from '#server/pdf/format/job-bytes.ts'
import type { ForReading, PictureOfPage } from '#server/pdf/reading/for-reading.ts'
import type { ArchiveRevision, CertificateUses, FileOfDocument } from '#server/usecases/archive-ports.ts'
import type { FileToJudge } from '#server/usecases/judging-ports.ts'
import type { InMemory, Prepared } from '#server/usecases/prepared-ports.ts'
import type {
  CertificateRevision,
  ConsentRevision,
  ExtractRequest,
  FileExamined,
  FileToExamine,
  FinalExpectation,
  FinalVerification,
  Inspection,
  InspectionRequest,
  SendingRevision,
  SignatureSeen,
} from '#server/usecases/sealing-ports.ts'

/** What the child can do: the argument and the answer of each kind of job. Both cross the process border as structured clones. */
export type PdfJobs = {
  inspect: [InspectionRequest, Inspection]
  prepareSending: [SendingRevision, Prepared]
  prepareConsent: [ConsentRevision, Prepared]
  prepareCertificate: [CertificateRevision, Prepared]
  extractCertificate: [ExtractRequest, Uint8Array | null]
  prepareArchive: [ArchiveRevision, Prepared]
  usesOfCertificates: [FileOfDocument, CertificateUses]
  verifyFinal: [FinalExpectation, FinalVerification]
  listSignatures: [string, SignatureSeen[]]
  examineFile: [FileToExamine, FileExamined]
  judgeFile: [FileToJudge, FileJudgement]
  drawPage: [PictureOfPage, boolean]
  copyForReading: [ForReading, boolean]
}

export type PdfJob = keyof PdfJobs

/** Gives the child's name for a file that a job reads, is to write, or may write; and where it may write for itself. */
export type Files = {
  read(path: string, bytes?: Uint8Array | null): string
  /** `inMemory`: where it is small, it does not come to `path` but back with the answer. */
  write(path: string, inMemory?: boolean): string
  writeIfNeeded(path: string): string
  readonly scratch: string
}

type PlaceFiles = {
  [Job in PdfJob]: (argument: PdfJobs[Job][0], files: Files) => PdfJobs[Job][0]
}

/** The child sees no other file than those that its job names here. */
export const placeFiles: PlaceFiles = {
  inspect: ({ path, repairedPath, keepOnly }, files) => ({
    path: files.read(path),
    repairedPath: repairedPath === null ? null : files.writeIfNeeded(repairedPath),
    keepOnly,
    scratch: files.scratch,
  }),
  prepareSending: placeRevision,
  prepareConsent: placeRevision,
  prepareCertificate: ({ inMemory, ...revision }, files) => ({
    ...revision,
    targetPath: files.write(revision.targetPath, inMemory),
  }),
  extractCertificate: (request, files) => ({
    ...request,
    certificatePath: files.read(request.certificatePath),
  }),
  prepareArchive: placeRevision,
  usesOfCertificates: ({ path, bytes, documentId }, files) => ({ path: files.read(path, bytes), documentId }),
  verifyFinal: ({ bytes, ...expectation }, files) => ({
    ...expectation,
    path: files.read(expectation.path, bytes),
    originalPath: expectation.originalPath === null ? null : files.read(expectation.originalPath),
  }),
  listSignatures: (path, files) => files.read(path),
  examineFile: ({ path, trustedTsas }, files) => ({ path: files.read(path), trustedTsas }),
  judgeFile: (file, files) => ({ ...file, path: files.read(file.path) }),
  drawPage: placeRevision,
  copyForReading: placeRevision,
}

function placeRevision<Revision extends InMemory & { sourcePath: string; targetPath: string }>(
  revision: Revision,
  files: Files,
): Revision {
  const { sourcePath, sourceBytes = null, targetPath, inMemory = false } = revision
  return {
    ...revision,
    sourceBytes: null,
    sourcePath: files.read(sourcePath, sourceBytes),
    targetPath: files.write(targetPath, inMemory),
  }
}

/** What people outside bring to be looked at. It has a child of its own, and sealing never waits for it. */
export const strangersJobs: ReadonlySet<PdfJob> = new Set<PdfJob>([
  'inspect',
  'listSignatures',
  'examineFile',
  'judgeFile',
  'drawPage',
  'extractCertificate',
  'copyForReading',
])

/** From the server to the child. `files`: the small ones of those that the job reads; `writes`: the names of those that it writes. */
export type PdfWorkerRequest = {
  [Job in PdfJob]: {
    id: number
    job: Job
    argument: PdfJobs[Job][0]
    files: CarriedFiles
    writes: string[]
  }
}[PdfJob]

/** What the child says first, once it can work. */
export const READY = 'ready'

/**
 * From the child to the server. `cpu`: seconds of processor time that the child has used in all. `files`: the small ones
 * of those that the job wrote; the others lie in the child's directory.
 */
export type PdfWorkerAnswer =
  | { id: number; ok: true; answer: unknown; files?: CarriedFiles; cpu: number; rss: number }
  /** `ofSystem`: the disk or the system failed, not the file. */
  | { id: number; ok: false; reason: string; ofSystem: boolean; cpu: number; rss: number }
