import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { expectDescribed } from '#tests/support/openapi-check.ts'

// biome-ignore lint/suspicious/noExplicitAny: a client reads JSON as it comes
export type Answer = { status: number; body: any; headers: Headers }

export type Sending = {
  form?: Record<string, string> | [string, string][]
  json?: unknown
  raw?: BodyInit
  headers?: Record<string, string>
  /** Null sends no Authorization header. */
  token?: string | null
}

/** A client of the Web API that can be as loose as those in the wild. */
export type Caller = {
  url: string
  token: string
  call(method: string, path: string, sending?: Sending): Promise<Answer>
}

export async function call(
  url: string,
  method: string,
  path: string,
  sending: Sending = {},
): Promise<Answer> {
  const { form, json, raw, token = null } = sending
  const body =
    form !== undefined ? new URLSearchParams(form) : json !== undefined ? JSON.stringify(json) : raw
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...sending.headers,
    },
    body: body ?? null,
  })
  const text = await answer.text()
  const { status } = answer
  const type = answer.headers.get('content-type')
  const read = (type ?? '').startsWith('application/json') ? JSON.parse(text) : text
  expectDescribed({ method, path, status, type, body: read })
  return { status, body: read, headers: answer.headers }
}

export async function aCaller(url: string, clientId: string): Promise<Caller> {
  const { body } = await call(url, 'POST', '/token', { form: { client_id: clientId } })
  const token: string = body.access_token
  return {
    url,
    token,
    call: (method, path, sending = {}) => call(url, method, path, { token, ...sending }),
  }
}

export async function aDraft(caller: Caller, form: Record<string, string> = {}): Promise<string> {
  const { body } = await caller.call('POST', '/documents', { form: { title: '契約書', ...form } })
  return body.id
}

/** A multipart body with the file as the client declares it. */
export function upload(bytes: Uint8Array | string, name = '契約書.pdf', type = 'application/pdf'): FormData {
  const form = new FormData()
  form.set('uploadfile', new Blob([bytes as BlobPart], { type }), name)
  return form
}

export type Drafted = { id: string; path: string; file: string; sender: string; recipient: string }

export const recipientForm = { name: '山田 花子', tel: '09012345678', callback: '1' }

/** A draft that could be sent: one file, one recipient with SMS. */
export async function aFullDraft(
  caller: Caller,
  recipient: Record<string, string> = recipientForm,
): Promise<Drafted> {
  const id = await aDraft(caller)
  const path = `/documents/${id}`
  await caller.call('POST', `${path}/participants`, { form: recipient })
  const { body } = await caller.call('POST', `${path}/files`, { raw: upload(await contractPdf()) })
  const [sender, first] = body.participants
  return { id, path, file: body.files[0].id, sender: sender.id, recipient: first.id }
}

/** Sent, and the first recipient's turn. */
export async function aSentDocument(caller: Caller, recipient?: Record<string, string>): Promise<Drafted> {
  const drafted = await aFullDraft(caller, recipient)
  const sent = await caller.call('POST', drafted.path)
  if (sent.status !== 200) throw new Error(`not sent: ${JSON.stringify(sent.body)}`)
  return drafted
}
