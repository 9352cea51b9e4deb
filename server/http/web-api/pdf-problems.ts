import type { PdfProblem } from '#server/usecases/sealing-ports.ts'

const pdfProblems: Record<PdfProblem, string> = {
  empty: 'is empty; upload a PDF file',
  not_pdf: 'does not begin with %PDF-; upload a PDF file',
  no_eof: 'does not end with %%EOF; it may have been cut off, so export and upload it again',
  encrypted: 'is encrypted or protected by a password; remove the protection and upload it again',
  xfa: 'is an XFA form; print it to PDF and upload the result',
  javascript: 'contains JavaScript or launch actions; remove them and upload it again',
  no_pages: 'has no pages; upload a PDF with at least one page',
  page_tree_broken: 'has a broken page tree; export it again and upload the result',
  too_many_pages: 'has more than 1,000 pages; split it',
  needs_repair: 'is damaged; export it again and upload the result',
  certified_no_changes:
    'is certified against any change, so nobody could sign it; upload an uncertified copy',
  too_costly: 'takes too much work to read; simplify it, for example by printing it to PDF',
  broken: 'cannot be read as a PDF; export it again and upload the result',
}

/** What is wrong with an upload and what helps, as the end of a sentence that begins with the field. */
export function pdfProblemOf(problem: string): string {
  return pdfProblems[problem as PdfProblem] ?? pdfProblems.broken
}
