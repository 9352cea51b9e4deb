/** The child died, ran out of its limits or could not do the job. Unavailable: to be tried again. */
export class PdfWorkerFailed extends Error {
  readonly code = 'pdf_worker_failed'
  /** Whether a limit ended it (time, memory), as a hostile or huge file would. */
  readonly costly: boolean
  /** Whether it says something about the file: the same job would fail again. */
  readonly verdict: boolean

  constructor(reason: string, costly: boolean, verdict = costly) {
    super(reason)
    this.name = 'PdfWorkerFailed'
    this.costly = costly
    this.verdict = verdict
  }
}
