/** Why a file is no list of rows at all. Lines as a spreadsheet counts them. */
export type ListProblem =
  | { kind: 'none' }
  | { kind: 'workbook' }
  | { kind: 'encoding'; line: number }
  | { kind: 'quote'; line: number }
  | { kind: 'too_large'; limit: number }
  | { kind: 'too_many_rows'; limit: number }
  | { kind: 'no_row' }
  /** Headings that name no column of this template. */
  | { kind: 'headings_unknown'; headings: string[] }
  | { kind: 'heading_twice'; heading: string }
  /** Columns, in the words of the page, without which no row could be right. */
  | { kind: 'headings_missing'; headings: string[] }
