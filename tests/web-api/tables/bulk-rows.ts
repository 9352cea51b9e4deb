import { rightRow } from './bulk-subjects.ts'
import { forbidden, notAcceptable, type Rows } from './row.ts'

const tooMany = Array.from({ length: 10_001 }, () => ({ title: 'a' }))

/** Bulk sendings: of whoever began them, and of nobody else. */
export const bulkRows: Rows = {
  createBulkSend: {
    template: true,
    either: ['rows', 'csv', 'csv_base64'],
    values: ({ ids }, mark) => ({
      template_id: ids.template_id,
      rows: [{ ...rightRow, title: `一括 ${mark}` }],
      act: 'draft',
      start: true,
      link_sms: false,
    }),
    shows: ({ template_id, status, rows, act, link_sms }) => ({ template_id, status, rows, act, link_sms }),
    shown: ({ ids }) => ({
      ...{ template_id: ids.template_id, status: 'running', rows: 1, act: 'draft', link_sms: false },
    }),
    wrong: [
      { values: { template_id: undefined }, names: 'template_id' },
      { values: { template_id: '' }, names: 'template_id' },
      { values: { template_id: 'nobody' }, names: 'template_id', answer: forbidden },
      { values: { rows: undefined }, names: 'rows' },
      { values: { rows: [] }, names: 'rows' },
      { values: { rows: 'all' }, names: 'rows' },
      { values: { rows: [['a']] }, names: 'rows' },
      { values: { rows: [{ title: { a: 1 } }] }, names: 'rows' },
      { values: { rows: tooMany }, names: 'rows' },
      { values: { csv: 'shoe size\r\n27\r\n' }, names: 'csv' },
      { values: { csv: 5 }, names: 'csv' },
      { values: { csv_base64: Buffer.alloc(64).toString('base64') }, names: 'csv_base64' },
      { values: { csv_base64: {} }, names: 'csv_base64' },
      { values: { act: 'burn' }, names: 'act' },
      { values: { start: 'soon' }, names: 'start' },
      { values: { link_sms: 'often' }, names: 'link_sms' },
      { values: { link_sms: true }, names: 'link_sms' },
    ],
    right: 'anyone',
  },
  listBulkSends: {
    shows: ({ bulk_sends, next }) => [Array.isArray(bulk_sends), next],
    shown: () => [true, ''],
    wrong: [{ values: { after: 'a b' }, names: 'after' }],
    right: 'anyone',
  },
  getBulkSend: {
    bulk: 'checked',
    shows: ({ id, status }) => [id, status],
    shown: ({ ids }) => [ids.bulk_send_id, 'checked'],
    right: 'sender',
  },
  listBulkRows: {
    bulk: 'checked',
    values: () => ({ behind: 0, status: 'ready' }),
    shows: ({ rows, more }) => [
      rows.map(({ row, status }: { row: number; status: string }) => [row, status]),
      more,
    ],
    shown: () => [[[1, 'ready']], false],
    wrong: [
      { values: { behind: -1 }, names: 'behind' },
      { values: { behind: 'x' }, names: 'behind' },
      { values: { status: 'lost' }, names: 'status' },
    ],
    right: 'sender',
  },
  getBulkResult: { bulk: 'checked', right: 'sender' },
  startBulkSend: {
    bulk: 'checked',
    uses: true,
    values: () => ({ leave_out_faulty: true }),
    shows: ({ id, status }) => [id, status],
    shown: ({ ids }) => [ids.bulk_send_id, 'running'],
    bulkForbidden: { paused: notAcceptable, stopped: notAcceptable, done: notAcceptable },
    wrong: [{ values: { leave_out_faulty: 'often' }, names: 'leave_out_faulty' }],
    right: 'sender',
  },
  pauseBulkSend: {
    bulk: 'running',
    uses: true,
    shows: ({ id, status }) => [id, status],
    shown: ({ ids }) => [ids.bulk_send_id, 'paused'],
    bulkForbidden: { checked: notAcceptable, stopped: notAcceptable, done: notAcceptable },
    right: 'sender',
  },
  resumeBulkSend: {
    bulk: 'paused',
    uses: true,
    shows: ({ id, status }) => [id, status],
    shown: ({ ids }) => [ids.bulk_send_id, 'running'],
    bulkForbidden: { checked: notAcceptable, stopped: notAcceptable, done: notAcceptable },
    right: 'sender',
  },
  stopBulkSend: {
    bulk: 'checked',
    uses: true,
    shows: ({ id, status }) => [id, status],
    shown: ({ ids }) => [ids.bulk_send_id, 'stopped'],
    bulkForbidden: { done: notAcceptable },
    right: 'sender',
  },
}
