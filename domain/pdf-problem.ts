/** Why an upload is refused, one cause each. The words for people are made at the doors (`server/http/common/pdf-problems.ts`). */
export type PdfProblem =
  | 'empty'
  | 'not_pdf'
  | 'no_eof'
  | 'encrypted'
  | 'xfa'
  | 'javascript'
  | 'no_pages'
  | 'page_tree_broken'
  | 'page_without_size'
  | 'too_many_pages'
  /** Damaged, and nobody may or can repair it. */
  | 'needs_repair'
  /** Damaged, and two readers see two documents. */
  | 'readers_disagree'
  /** Damaged and signed: a repair would break the signatures. */
  | 'signed_damaged'
  /** Of several signatures some have lost the bytes that they signed. */
  | 'broken_signatures'
  | 'certified_no_changes'
  /** Viewers do not agree on what a page's content shows, so nothing can be drawn over it reliably. */
  | 'content_unclear'
  /** Sound, video, 3-D, or actions that open other files, send data or change the document. */
  | 'active_content'
  | 'portfolio'
  /** Layers that are off, everywhere or in print only. */
  | 'layers_hidden'
  /** Annotations on screen only or in print only. */
  | 'print_differs'
  /** A form field whose value cannot be drawn as its viewer would. */
  | 'form_unclear'
  /** Signed, with a field that anyone could still fill in and that sending cannot lock. */
  | 'form_open'
  /** What sending and a consent would make of it does not pass the checks that come before the conclusion. */
  | 'rehearsal'
  | 'too_costly'
