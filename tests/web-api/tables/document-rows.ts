import { badRequest, notAcceptable, notFound, onlyIn, type Rows } from './row.ts'
import { missing, states } from './subjects.ts'

const tooLong = (length: number) => '字'.repeat(length + 1)

const wrongDraft = [
  { values: { title: tooLong(500) }, names: 'title' },
  { values: { title: 'a\0b' }, names: 'title' },
  { values: { note: 'a\0b' }, names: 'note' },
  { values: { message: tooLong(16_000) }, names: 'message' },
  { values: { can_transfer: 'yes' }, names: 'can_transfer' },
  { values: { private: 'maybe' }, names: 'private' },
]

const draftValues = (mark: string) => ({
  title: `契約 & 書 ${mark}`,
  note: `a=b+c ${mark}`,
  message: `二行\nです ${mark}`,
  can_transfer: true,
  private: false,
})

const list = {
  values: () => ({ page: 1, status: -1, with_files: 'n', with_participants: 'n', with_reportees: 'y' }),
  shows: (body: { page: number; documents: object[] }) => [
    body.page,
    body.documents.some((each) => 'files' in each || 'participants' in each),
  ],
  shown: () => [1, false],
}

/** Documents themselves. */
export const documentRows: Rows = {
  createDocument: {
    values: (_subject, mark) => draftValues(mark),
    shows: ({ title, note, message, can_transfer, private: isPrivate }) => ({
      title,
      note,
      message,
      can_transfer,
      private: isPrivate,
    }),
    shown: (_subject, mark) => draftValues(mark),
    wrong: [
      ...wrongDraft,
      { values: { template_id: missing }, names: 'template_id', answer: [403, 'forbidden'] },
    ],
    right: 'anyone',
  },
  getDocument: {
    state: 'draft',
    shows: ({ id }) => id,
    shown: ({ ids }) => ids.document_id,
    right: 'reader',
  },
  updateDocument: {
    state: 'draft',
    values: (_subject, mark) => draftValues(mark),
    shows: ({ title, note, message, can_transfer, private: isPrivate }) => ({
      title,
      note,
      message,
      can_transfer,
      private: isPrivate,
    }),
    shown: (_subject, mark) => draftValues(mark),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: wrongDraft,
    right: 'sender',
  },
  sendOrRemind: {
    state: 'draft',
    uses: true,
    shows: ({ status }) => status,
    shown: () => 1,
    // An embedded recipient gets no reminders.
    forbidden: { ...onlyIn(['draft', 'awaiting'], notAcceptable, states), awaiting: badRequest },
    right: 'sender',
  },
  deleteDocument: {
    state: 'draft',
    uses: true,
    forbidden: onlyIn(['draft'], badRequest, states),
    right: 'sender',
  },
  declineDocument: {
    state: 'awaiting',
    uses: true,
    values: (_subject, mark) => ({ comment: `取り止め ${mark}` }),
    shows: ({ status, decline_comment }) => [status, decline_comment],
    shown: (_subject, mark) => [3, `取り止め ${mark}`],
    forbidden: onlyIn(['awaiting'], badRequest, states),
    wrong: [
      { values: { comment: tooLong(1000) }, names: 'comment' },
      { values: { comment: 'a\0b' }, names: 'comment' },
    ],
    right: 'sender',
  },
  getCertificate: {
    state: 'concluded',
    forbidden: onlyIn(['concluded'], notFound, states),
    right: 'reader',
  },
  getEvidenceRecord: {
    state: 'concluded',
    // Otherwise it would have to be tomorrow.
    byHand: `with tree as (insert into evidence_trees (covers_until, leaves, nodes, token, at, until)
        values (now(), 1, sha256('root'), '\\x3000', now(), now() + interval '1 year') returning id)
      update evidence_documents set tree_id = tree.id, position = 0, hashes = sha256('file') || sha256('certificate')
        from tree where document_id = $1`,
    forbidden: onlyIn(['concluded'], notFound, states),
    right: 'reader',
  },
  listDocuments: {
    ...list,
    wrong: [
      { values: { status: '5' }, names: 'status' },
      { values: { status: '13' }, names: 'status' },
      { values: { status: 'x' }, names: 'status' },
      { values: { from: 'yesterday' }, names: 'from' },
      { values: { to: '2026-11-22' }, names: 'to' },
    ],
    right: 'anyone',
  },
}
