import type { PdfProblem } from '#domain/pdf-problem.ts'

/** An upload on which nothing can be drawn faithfully. Found when it is rehearsed at upload, and refused there. */
export class Undrawable extends Error {
  override readonly name = 'Undrawable'
  readonly problem: PdfProblem

  constructor(problem: PdfProblem, detail: string) {
    super(`${problem}: ${detail}`)
    this.problem = problem
  }
}
