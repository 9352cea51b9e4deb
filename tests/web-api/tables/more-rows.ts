import { notAcceptable, onlyIn, type Rows } from './row.ts'
import { states } from './subjects.ts'

const tooLong = 'x'.repeat(65)

const wrongReportee = [
  { values: { email: 'nobody' }, names: 'email' },
  { values: { email: `${'x'.repeat(250)}@b.jp` }, names: 'email' },
  { values: { name: tooLong }, names: 'name' },
  { values: { name: '' }, names: 'name' },
  { values: { organization: tooLong }, names: 'organization' },
]

const wrongRequest = [
  { values: { description: 'x'.repeat(201) }, names: 'description' },
  { values: { required: 'often' }, names: 'required' },
]

const reportee = (mark: string) => ({
  email: `${mark}@example.jp`,
  name: `報告 ${mark}`,
  organization: `社 ${mark}`,
})

/** Those who are told, and what recipients are asked for. */
export const reporteeAndAttachmentRows: Rows = {
  addReportee: {
    state: 'draft',
    values: (_subject, mark) => reportee(mark),
    shows: ({ reportees }) => reportees.at(-1),
    shown: (_subject, mark) => reportee(mark),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: [
      ...wrongReportee,
      { values: { email: undefined }, names: 'email' },
      { values: { name: undefined }, names: 'name' },
      { values: { email: 'Reportee@example.jp' }, names: 'email' },
    ],
    right: 'sender',
  },
  updateReportee: {
    state: 'draft',
    values: (_subject, mark) => reportee(mark),
    shows: ({ reportees }) => reportees[0],
    shown: (_subject, mark) => reportee(mark),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: wrongReportee,
    right: 'sender',
  },
  removeReportee: {
    state: 'draft',
    uses: true,
    shows: ({ reportees }) => reportees,
    shown: () => [],
    forbidden: onlyIn(['draft'], notAcceptable, states),
    right: 'sender',
  },
  requestAttachment: {
    state: 'draft',
    uses: true,
    without: 'attachment',
    values: ({ ids }, mark) => ({
      participant_id: ids.participant_id,
      description: `謄本 ${mark}`,
      required: false,
    }),
    shows: ({ attachment }) => attachment,
    shown: ({ ids }, mark) => ({
      participant_id: ids.participant_id,
      description: `謄本 ${mark}`,
      required: false,
    }),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: [
      ...wrongRequest,
      { values: { participant_id: undefined }, names: 'participant_id' },
      { values: { participant_id: 'nobody' }, names: 'participant_id' },
      { values: { participant_id: ':sender' }, names: 'participant_id' },
    ],
    right: 'sender',
  },
  updateAttachment: {
    state: 'draft',
    values: (_subject, mark) => ({ description: `謄本 ${mark}`, required: true }),
    shows: ({ attachment }) => attachment,
    shown: (_subject, mark) => ({ description: `謄本 ${mark}`, required: true }),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: wrongRequest,
    right: 'sender',
  },
  removeAttachment: {
    state: 'draft',
    uses: true,
    shows: ({ attachment }) => attachment,
    shown: () => null,
    forbidden: onlyIn(['draft'], notAcceptable, states),
    right: 'sender',
  },
  // Only the concluded document of the scene has an attached file.
  getAttachedFile: { state: 'concluded', right: 'reader' },
}

const attribute = (mark: string) => ({
  title: `表題 ${mark}`,
  counterparty: `乙 ${mark}`,
  contract_at: '2026-11-22',
  validity_end_at: null,
  auto_update: 1,
  local_id: mark,
  amount: 1_200_000,
  options: [{ order: 2, content: `欄 ${mark}` }],
})

/** What senders keep about documents. */
export const attributeRows: Rows = {
  getAlert: {
    state: 'draft',
    prepare: async ({ caller, ids }) => {
      const form = { alert_at: '2026-12-01' }
      await caller.call('PUT', `/documents/${ids.document_id}/alert`, { form })
    },
    shows: ({ document_id }) => document_id,
    shown: ({ ids }) => ids.document_id,
    right: 'supervisor',
  },
  updateAlert: {
    state: 'draft',
    values: (_subject, mark) => ({ memo: `更新 ${mark}`, alert_at: '2026-12-24', enabled: true }),
    shows: (body) => body,
    shown: (_subject, mark) => ({ memo: `更新 ${mark}`, alert_at: '2026-12-24', enabled: true }),
    wrong: [
      { values: { memo: '字'.repeat(1001) }, names: 'memo' },
      { values: { alert_at: '2026-02-30' }, names: 'alert_at' },
      { values: { alert_at: 'tomorrow' }, names: 'alert_at' },
      { values: { enabled: 'on' }, names: 'enabled' },
    ],
    right: 'sender',
  },
  getAttribute: {
    state: 'draft',
    shows: ({ document_id }) => document_id,
    shown: ({ ids }) => ids.document_id,
    right: 'reader',
  },
  updateAttribute: {
    state: 'draft',
    values: (_subject, mark) => attribute(mark),
    shows: (body) => body,
    shown: (_subject, mark) => attribute(mark),
    wrong: [
      ...['title', 'counterparty', 'local_id'].map((name) => ({
        values: { [name]: 'x'.repeat(501) },
        names: name,
      })),
      ...['contract_at', 'validity_start_at', 'validity_end_at', 'validity_end_notice_at'].flatMap((name) => [
        { values: { [name]: '2026-13-01' }, names: name },
        { values: { [name]: 20261122 }, names: name },
      ]),
      { values: { title: 5 }, names: 'title' },
      { values: { auto_update: 3 }, names: 'auto_update' },
      { values: { auto_update: 1.5 }, names: 'auto_update' },
      { values: { amount: 1.5 }, names: 'amount' },
      { values: { amount: '9223372036854775808' }, names: 'amount' },
      { values: { amount: {} }, names: 'amount' },
      { values: { options: {} }, names: 'options' },
      { values: { options: [{ order: 11, content: '' }] }, names: 'options' },
      { values: { options: [{ order: 1 }] }, names: 'options' },
      { values: { options: [{ order: 1, content: 'x'.repeat(501) }] }, names: 'options' },
    ],
    right: 'sender',
  },
}

/** The team's and the caller's own. */
export const teamRows: Rows = {
  getMe: { shows: ({ team }) => typeof team.id, shown: () => 'string', right: 'anyone' },
  listCabinets: {
    departments: true,
    values: () => ({ page: 1 }),
    shows: ({ page }) => page,
    shown: () => 1,
    wrong: [
      { values: { page: '0' }, names: 'page' },
      { values: { page: 'x' }, names: 'page' },
    ],
    right: 'anyone',
  },
  listTeamDocuments: {
    values: () => ({ page: 1, with_files: 'n', with_participants: 'y' }),
    shows: ({ page, documents }) => [page, documents.some((each: object) => 'files' in each)],
    shown: () => [1, false],
    wrong: [
      { values: { from: 'yesterday' }, names: 'from' },
      { values: { to: '2026-11-22' }, names: 'to' },
    ],
    right: 'administrator',
  },
  listEvents: {
    values: () => ({ limit: 1 }),
    shows: ({ next, more }) => [typeof next, typeof more],
    shown: () => ['string', 'boolean'],
    wrong: [
      { values: { after: 'yesterday' }, names: 'after' },
      { values: { after: '1.nobody-1' }, names: 'after' },
      { values: { limit: 0 }, names: 'limit' },
      { values: { limit: 1001 }, names: 'limit' },
    ],
    right: 'administrator',
  },
  moveTestClock: {
    wrong: [
      { values: { document_id: 'nobody' }, names: 'document_id' },
      { values: { days: 367 }, names: 'days' },
      { values: { seconds: -1 }, names: 'seconds' },
    ],
    right: 'test client',
  },
  importDocument: {
    values: (_subject, mark) => ({ name: `原本 ${mark}.pdf` }),
    shows: ({ title, status }) => [title, status],
    shown: (_subject, mark) => [`原本 ${mark}.pdf`, 13],
    wrong: [
      { values: { name: '原本' }, names: 'name' },
      { values: { name: ' .pdf' }, names: 'name' },
      { values: { name: `${tooLong}.pdf` }, names: 'name' },
      { values: { cabinet_id: 'nobody' }, names: 'cabinet_id' },
      { values: { uploadfile: undefined }, names: 'uploadfile' },
      { values: { uploadfile: 'hello' }, names: 'uploadfile' },
    ],
    right: 'administrator',
  },
}
