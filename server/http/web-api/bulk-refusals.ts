import type { BulkRefusal } from '#domain/refusal.ts'
import { type Answer, badRequest, detail, field, notAcceptable, notFound } from './refusal-kinds.ts'

/** What bulk sending is refused with. */
export const bulkAnswers: Record<BulkRefusal, Answer & { status: number }> = {
  bulk_send_not_found: notFound('There is no such bulk sending of yours; check `bulk_send_id` in the path.'),
  bulk_send_over: notAcceptable('The bulk sending is not in a state in which this can be done.'),
  bulk_rows_faulty: badRequest(
    (refusal) =>
      `${detail(refusal, 'count')} rows are faulty (GET …/rows?status=faulty); send \`leave_out_faulty\`=true to leave them out, or mend the list and send it anew.`,
  ),
  bulk_no_row: badRequest('There is no row that could be made; give `rows`, `csv` or `csv_base64`.'),
  bulk_too_many_rows: badRequest(
    (refusal) => `${field(refusal)}: at most ${detail(refusal, 'limit')} rows at a time; divide the list.`,
  ),
  bulk_too_many_open: badRequest(
    (refusal) => `${detail(refusal, 'limit')} bulk sendings have not ended; end or stop one first.`,
  ),
  bulk_template_changed: badRequest(
    'The template was changed or is gone since the rows were checked; send the list anew.',
  ),
  bulk_list_unreadable: badRequest((refusal) => `${field(refusal)}: ${detail(refusal, 'why')}`),
}
