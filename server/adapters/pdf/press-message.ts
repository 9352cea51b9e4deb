import type {
  CertificateRevision,
  ConsentRevision,
  Inspection,
  Prepared,
  ReadBack,
  ReadBackExpectation,
  SendingRevision,
  SignatureSeen,
} from '../../usecases/sealing-ports.ts'

/** What the child can do: the argument and the answer of each kind of job. Both cross the process border as structured clones. */
export type PressJobs = {
  inspect: [string, Inspection]
  prepareSending: [SendingRevision, Prepared]
  prepareConsent: [ConsentRevision, Prepared]
  prepareCertificate: [CertificateRevision, Prepared]
  readBack: [ReadBackExpectation, ReadBack]
  listSignatures: [string, SignatureSeen[]]
  unprintable: [string, string[]]
}

export type PressJob = keyof PressJobs

/** From the server to the child. */
export type PressRequest = {
  [Job in PressJob]: { id: number; job: Job; argument: PressJobs[Job][0] }
}[PressJob]

/** What the child says first, once it can work. */
export const READY = 'ready'

/** From the child to the server. `cpu`: seconds of processor time that the child has used in all. */
export type PressAnswer =
  | { id: number; ok: true; answer: unknown; cpu: number; rss: number }
  | { id: number; ok: false; reason: string; cpu: number; rss: number }
