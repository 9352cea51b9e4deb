import { notAcceptable, onlyIn, type Rows } from './row.ts'
import { states } from './subjects.ts'

const place = { page: 0, x: 20, y: 30 }

const wrongWidget = [
  { values: { participant_id: 'nobody' }, names: 'participant_id' },
  { values: { type: '3' }, names: 'type' },
  { values: { type: 'seal' }, names: 'type' },
  { values: { page: '2' }, names: 'page' },
  { values: { page: '-1' }, names: 'page' },
  { values: { page: '1.5' }, names: 'page' },
  { values: { x: '5000' }, names: 'x' },
  { values: { x: '-1' }, names: 'x' },
  { values: { x: 'left' }, names: 'x' },
  { values: { y: '99999999999999999999' }, names: 'y' },
  { values: { y: '5000' }, names: 'y' },
  { values: { font_size: '7' }, names: 'font_size' },
  { values: { font_size: '15' }, names: 'font_size' },
  { values: { text: 'x'.repeat(1001) }, names: 'text' },
  { values: { label: 'x'.repeat(1001) }, names: 'label' },
  { values: { type: 2, required: 'often' }, names: 'required' },
]

/** Files and what stands on their pages. */
export const fileRows: Rows = {
  addFile: {
    state: 'draft',
    values: (_subject, mark) => ({ name: `賃貸借 ${mark}.pdf` }),
    shows: ({ files }) => files.at(-1).name,
    shown: (_subject, mark) => `賃貸借 ${mark}.pdf`,
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: [
      { values: { name: 'x'.repeat(256) }, names: 'name' },
      { values: { name: 'a\0b' }, names: 'name' },
      { values: { uploadfile: undefined }, names: 'uploadfile' },
      { values: { uploadfile: '' }, names: 'uploadfile' },
      { values: { uploadfile: 'hello' }, names: 'uploadfile' },
      { values: { uploadfile: '%PDF-1.7\n' }, names: 'uploadfile' },
    ],
    right: 'sender',
  },
  getFile: { state: 'draft', right: 'reader' },
  removeFile: {
    state: 'draft',
    uses: true,
    shows: ({ files }) => files,
    shown: () => [],
    forbidden: onlyIn(['draft'], notAcceptable, states),
    right: 'sender',
  },
  addWidget: {
    state: 'draft',
    values: ({ ids }, mark) => ({
      participant_id: ids.participant_id,
      type: 1,
      ...place,
      font_size: 9,
      label: `欄 ${mark}`,
    }),
    shows: ({ files: [{ widgets }] }) => widgets.at(-1),
    shown: (_subject, mark) => ({ widget_type: 1, ...place, font_size: '9', label: `欄 ${mark}` }),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: [
      ...wrongWidget,
      ...['participant_id', 'type', 'page', 'x', 'y'].map((name) => ({
        values: { [name]: undefined },
        names: name,
      })),
      { values: { text: 'for a recipient' }, names: 'text' },
      { values: { participant_id: ':sender' }, names: 'text' },
    ],
    right: 'sender',
  },
  updateWidget: {
    state: 'draft',
    values: (_subject, mark) => ({ x: 120, y: 240, label: `欄 ${mark}`, font_size: 10 }),
    shows: ({ files: [{ widgets }] }) => widgets[0],
    shown: (_subject, mark) => ({ x: 120, y: 240, label: `欄 ${mark}`, font_size: '10' }),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: wrongWidget,
    right: 'sender',
  },
  removeWidget: {
    state: 'draft',
    uses: true,
    shows: ({ files: [{ widgets }] }) => widgets,
    shown: () => [],
    forbidden: onlyIn(['draft'], notAcceptable, states),
    right: 'sender',
  },
}
