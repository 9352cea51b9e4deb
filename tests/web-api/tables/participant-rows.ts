import { openBrowser } from '#tests/support/recipient.ts'
import { badRequest, notAcceptable, notFound, onlyIn, type Rows } from './row.ts'
import { type Subject, states } from './subjects.ts'

const tooLong = 'x'.repeat(65)

const wrongFields = [
  { values: { name: '字'.repeat(65) }, names: 'name' },
  { values: { name: '' }, names: 'name' },
  { values: { name: 'a\0b' }, names: 'name' },
  { values: { email: 'nobody' }, names: 'email' },
  { values: { email: `${'x'.repeat(250)}@b.jp` }, names: 'email' },
  { values: { organization: tooLong }, names: 'organization' },
  { values: { access_code: tooLong }, names: 'access_code' },
  { values: { language_code: 'fr' }, names: 'language_code' },
  { values: { language_code: 'en' }, names: 'language_code' },
  { values: { advanced_authn_request: true }, names: 'advanced_authn_request' },
  { values: { advanced_authn_request: '9' }, names: 'advanced_authn_request' },
  { values: { tel: '05012345678' }, names: 'tel' },
  { values: { tel: '090-1234-5678' }, names: 'tel' },
  { values: { tel: '' }, names: 'tel' },
  { values: { recipient_id: tooLong }, names: 'recipient_id' },
  { values: { recipient_id: '日本' }, names: 'recipient_id' },
  { values: { callback: 'on' }, names: 'callback' },
  { values: { group_type: 'all' }, names: 'group_type' },
  { values: { group_type: 9 }, names: 'group_type' },
  { values: { group_type: 1, group_id: 'x'.repeat(300) }, names: 'group_id' },
]

const wanted = '08044445555'

/** A recipient who asked for another number, in their browser. */
const asked = {
  state: 'awaiting' as const,
  // The tables ask more often than one address may.
  byHand: `delete from stranger_limits where $1 <> ''`,
  async prepare({ caller, ids }: Subject) {
    const path = `/documents/${ids.document_id}/participants/${ids.participant_id}`
    const { body } = await caller.call('POST', `${path}/signing_url`, { form: {} })
    const browser = openBrowser(caller.url)
    const page = `${new URL(body.url).pathname}/number`
    await browser.get(page)
    await browser.post(page, { tel: wanted, reason: '番号が変わりました' })
    const request = await caller.call('GET', `${path}/tel_request`)
    ids.request_id = request.body.id
  },
  right: 'sender' as const,
}

const wrongRequests = [
  { values: { request_id: undefined }, names: 'request_id' },
  { values: { request_id: '' }, names: 'request_id' },
  { values: { request_id: tooLong }, names: 'request_id' },
  { values: { request_id: '0'.repeat(32) }, names: 'request_id' },
]

/** Recipients. */
export const participantRows: Rows = {
  addParticipant: {
    state: 'draft',
    values: (_subject, mark) => ({ name: `乙 ${mark}`, tel: '08011112222', callback: true }),
    shows: ({ participants }) => {
      const { name, tel, callback } = participants.at(-1)
      return { name, tel, callback }
    },
    shown: (_subject, mark) => ({ name: `乙 ${mark}`, tel: '08011112222', callback: true }),
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: [
      ...wrongFields,
      { values: { name: undefined }, names: 'name' },
      { values: { callback: undefined, tel: undefined }, names: 'email' },
      { values: { tel: undefined }, names: 'tel' },
    ],
    right: 'sender',
  },
  updateParticipant: {
    state: 'draft',
    values: (_subject, mark) => ({ organization: `乙社 ${mark}`, tel: '08033334444', callback: true }),
    shows: ({ participants }) => {
      const { organization, tel, callback } = participants[1]
      return { organization, tel, callback }
    },
    shown: (_subject, mark) => ({ organization: `乙社 ${mark}`, tel: '08033334444', callback: true }),
    // `tel` alone may be corrected.
    readsFirstWhen: 'awaiting',
    forbidden: onlyIn(['draft'], notAcceptable, states),
    wrong: [...wrongFields, { values: { callback: false, recipient_id: '', email: '' }, names: 'email' }],
    right: 'sender',
  },
  removeParticipant: {
    state: 'draft',
    uses: true,
    shows: ({ participants }) => participants.length,
    shown: () => 1,
    forbidden: onlyIn(['draft'], notAcceptable, states),
    right: 'sender',
  },
  issueSigningUrl: {
    state: 'awaiting',
    recipient: { recipient_id: 'r1' },
    values: () => ({ recipient_id: 'r1', authentication_instant: '2026-11-22T03:04:05Z' }),
    shows: ({ url }) => typeof url,
    shown: () => 'string',
    forbidden: onlyIn(['awaiting'], badRequest, states),
    wrong: [
      { values: { recipient_id: 'r2' }, names: 'recipient_id' },
      { values: { recipient_id: undefined }, names: 'recipient_id' },
      { values: { authentication_method: 'x'.repeat(201) }, names: 'authentication_method' },
      { values: { authentication_instant: 'today' }, names: 'authentication_instant' },
      { values: { authentication_subject: 'x'.repeat(201) }, names: 'authentication_subject' },
      { values: { state: 'x'.repeat(513) }, names: 'state' },
    ],
    right: 'sender',
  },
  unlockParticipant: {
    state: 'awaiting',
    uses: true,
    // Locked by the scene: five wrong codes would each wait for their SMS.
    byHand:
      'update participants set wrong_guesses = 5, locked_at = now() where document_id = $1 and "order" = 1',
    shows: ({ status }) => status,
    shown: () => 1,
    forbidden: onlyIn([], badRequest, states),
    right: 'sender',
  },
  getTelRequest: {
    ...asked,
    shows: ({ status, tel, reason }) => ({ status, tel, reason }),
    shown: () => ({ status: 'open', tel: wanted, reason: '番号が変わりました' }),
    forbidden: onlyIn([], notFound, states),
  },
  approveTelRequest: {
    ...asked,
    uses: true,
    values: ({ ids }) => ({ request_id: ids.request_id, identity_confirmed: true }),
    shows: ({ participants }) => participants[1].tel,
    shown: () => wanted,
    forbidden: onlyIn([], badRequest, states),
    wrong: [
      ...wrongRequests,
      { values: { identity_confirmed: false }, names: 'identity_confirmed' },
      { values: { identity_confirmed: 'yes' }, names: 'identity_confirmed' },
      { values: { identity_confirmed: undefined }, names: 'identity_confirmed' },
    ],
  },
  refuseTelRequest: {
    ...asked,
    uses: true,
    values: ({ ids }) => ({ request_id: ids.request_id }),
    shows: ({ status }) => status,
    shown: () => 1,
    forbidden: onlyIn([], badRequest, states),
    wrong: wrongRequests,
  },
}
