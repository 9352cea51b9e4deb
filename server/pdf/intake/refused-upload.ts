import type { PdfProblem } from '#domain/pdf-problem.ts'

/** Intake says no. `pages` where only the certification stands in the way. */
export class RefusedUpload extends Error {
  readonly problem: PdfProblem
  readonly pages: { width: number; height: number }[] | undefined

  constructor(problem: PdfProblem, detail = '', pages?: { width: number; height: number }[]) {
    super(detail === '' ? problem : `${problem}: ${detail}`)
    this.problem = problem
    this.pages = pages
  }
}
