import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { freshTel } from '#tests/support/integrator.ts'
import { consent, hiddenFields, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { type Answer, type Caller, upload } from '../caller.ts'
import { sql } from '../other-clients.ts'

/** Every state that a document can be in, as the tables name it. */
export const states = [
  'draft',
  'awaiting',
  'concluded',
  'cancelled',
  'declined',
  'template',
  'imported',
] as const
export type State = (typeof states)[number]

/** One document that a call is about: the ids that paths name, by their names in the path, and what else is needed. */
export type Subject = {
  caller: Caller
  state: State
  ids: Record<string, string>
  /** Participant 0. */
  sender: string
  /** Where the recipient in charge gets codes. */
  tel: string
}

/** Words that stand in every text of a document, to be looked for where they must not be. */
export const planted = 'PLANTED-4711'

export type Wanted = { private?: boolean; recipient?: Record<string, string>; without?: 'attachment' }

/** A document with a file, a recipient, a widget, a reportee and a request for a file where the server knows these. */
export async function aSubject(
  server: TestServer,
  caller: Caller,
  state: State,
  wanted: Wanted = {},
): Promise<Subject> {
  const tel = freshTel()
  const texts = { title: `${planted} 契約書`, note: `${planted} note`, message: `${planted} message` }
  const created = await ok(
    caller.call('POST', '/documents', {
      form: { ...texts, ...(wanted.private === true ? { private: '1' } : {}) },
    }),
  )
  const path = `/documents/${created.id}`
  const recipient = wanted.recipient ?? { tel, callback: '1' }
  await ok(
    caller.call('POST', `${path}/participants`, {
      form: { name: `${planted} 花子`, organization: planted, access_code: '', ...recipient },
    }),
  )
  const { files, participants } = await ok(
    caller.call('POST', `${path}/files`, { raw: upload(await contractPdf(), `${planted}.pdf`) }),
  )
  const file = files[0].id
  const [sender, first] = participants
  const place = { participant_id: first.id, type: '1', page: '0', x: '10', y: '10', label: planted }
  const withWidget = await ok(caller.call('POST', `${path}/files/${file}/widgets`, { form: place }))
  const ids: Record<string, string> = {
    document_id: created.id,
    file_id: file,
    participant_id: first.id,
    widget_id: withWidget.files[0].widgets[0].id,
  }
  await addMore(caller, path, ids, wanted)
  const subject: Subject = { caller, state, ids, sender: sender.id, tel }
  await drive(server, subject)
  return subject
}

/** What later calls added to documents; left out where they do not exist. */
async function addMore(
  caller: Caller,
  path: string,
  ids: Record<string, string>,
  wanted: Wanted,
): Promise<void> {
  const reportee = await caller.call('POST', `${path}/reportees`, {
    form: { name: planted, email: 'reportee@example.jp', organization: planted },
  })
  if (reportee.status === 200) ids.reportee_id = reportee.body.reportees[0].id
  // There is nothing to fetch before the first PUT.
  await ok(caller.call('PUT', `${path}/attribute`, { json: { local_id: planted } }))
  if (wanted.without === 'attachment') return
  const attachment = await caller.call('POST', `${path}/attachments`, {
    form: { participant_id: ids.participant_id ?? '', description: planted, required: '0' },
  })
  if (attachment.status === 200) ids.attachment_id = attachment.body.attachment.id
}

/** Brings a draft into its state, through the doors where there is one. */
async function drive(server: TestServer, { caller, state, ids, tel }: Subject): Promise<void> {
  const path = `/documents/${ids.document_id}`
  // No door of the Web API leads to these two; what calls look at is the state alone.
  if (state === 'template' || state === 'imported') {
    await sql(server, amendDocument, [ids.document_id, { status: state }])
  }
  if (!['awaiting', 'concluded', 'cancelled', 'declined'].includes(state)) return
  await ok(caller.call('POST', path))
  if (state === 'awaiting') return
  if (state === 'cancelled') {
    await ok(caller.call('PUT', `${path}/decline`, { form: { comment: planted } }))
    return
  }
  const { url } = await ok(caller.call('POST', `${path}/participants/${ids.participant_id}/signing_url`))
  const browser = await proveThePhone(url, tel, server.codeFor)
  if (state === 'concluded') {
    if (ids.attachment_id !== undefined) await attach(browser, url)
    await consent(browser)
  } else {
    const base = new URL(url).pathname
    await browser.get(`${base}/decline`)
    await browser.post(`${base}/decline`, { reason: planted })
  }
  const wanted = state === 'concluded' ? 2 : 3
  await until(state, async () => (await caller.call('GET', path)).body.status === wanted)
  const { body } = await caller.call('GET', path)
  const attached = body.attachment?.attached_files?.[0]?.id
  if (attached !== undefined) ids.attached_file_id = attached
}

/** Uploads the file that the recipient was asked for, from the review. */
async function attach(browser: Recipient, url: string): Promise<void> {
  const action = `${new URL(url).pathname}/attached`
  const form = new FormData()
  for (const [name, value] of Object.entries(hiddenFields(browser.page().html, action))) form.set(name, value)
  form.set('attached_file', new Blob([planted], { type: 'text/plain' }), `${planted}.txt`)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { origin } = new URL(url)
  const headers = { origin, accept: 'text/html', cookie }
  await fetch(`${origin}${action}`, { method: 'POST', body: form, headers, redirect: 'manual' })
  await browser.get(`${new URL(url).pathname}/review`)
}

/** The body of a success; a scene that cannot be set is a defect of the scene. */
export async function ok(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`the scene could not be set: ${status} ${JSON.stringify(body)}`)
  return body
}

/** The path of a call on this subject. An id that the subject has not is one that nobody has. */
export function pathOf(path: string, ids: Record<string, string>): string {
  return path.replace(/:([a-z_]+)/g, (_, name: string) => ids[name] ?? missing)
}

export const missing = '0'.repeat(32)
