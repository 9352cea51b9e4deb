import type { PdfProblem } from '#server/usecases/upload-ports.ts'

const pdfProblems: Record<PdfProblem, string> = {
  empty: 'is empty; upload a PDF file',
  not_pdf: 'does not begin with %PDF-; upload a PDF file',
  no_eof: 'does not end with %%EOF, so it was probably cut off on its way; get it again and upload it',
  encrypted:
    'is encrypted or protected by a password; remove the protection, for example by printing it to PDF, and upload the result',
  xfa: 'is an XFA form; print it to PDF and upload the result',
  javascript: 'contains JavaScript or launch actions; print it to PDF and upload the result',
  no_pages: 'has no pages; upload a PDF with at least one page',
  page_tree_broken:
    'has a broken page tree, so readers could show different pages; print it to PDF and upload the result',
  page_without_size: 'has a page without a size; print it to PDF and upload the result',
  too_many_pages: 'has more than 1,000 pages; split it',
  needs_repair: 'is damaged beyond what we can repair; print it to PDF and upload the result',
  readers_disagree:
    'is damaged, and readers would show different contents; print it to PDF and upload the result',
  signed_damaged:
    'is damaged and carries signatures that a repair would break; ask its signer for an intact file, or print it to PDF',
  broken_signatures:
    'carries signatures of which some no longer fit the file; ask for an intact file, or print it to PDF',
  certified_no_changes:
    'is certified or locked by its signer against any change, so nobody could sign it; upload an uncertified copy',
  content_unclear:
    'shows something else in other viewers (unclear drawing commands, data in other files, actions that hide or show parts); print it to PDF and upload the result',
  active_content:
    'contains sound, video, 3-D models, or links and buttons that open other files, send data or clear fields; print it to PDF and upload the result',
  portfolio: 'is a PDF portfolio of several files; open it, save the files in it, and upload them one by one',
  layers_hidden:
    'has layers that are hidden, or that show on screen but not in print; show or remove them, or print it to PDF, and upload the result',
  print_differs:
    'has notes or marks that show on screen but not in print, or the other way round; print it to PDF and upload the result',
  form_unclear:
    'has a form field whose value cannot be drawn faithfully; print the filled-in form to PDF and upload the result',
  form_open:
    'carries signatures and form fields that anyone could still fill in after the conclusion; have its signer make the fields read-only before signing, or print it to PDF (which drops those signatures)',
  rehearsal:
    'is built in a way that its signed version would not pass our final checks; print it to PDF and upload the result',
  too_costly: 'takes too much work to read; simplify it, for example by printing it to PDF',
}

/** What is wrong with an upload and what helps, as the end of a sentence that begins with the field. In Japanese: docs/upload-refusals.md. */
export function pdfProblemOf(problem: string): string {
  return pdfProblems[problem as PdfProblem] ?? pdfProblems.needs_repair
}
