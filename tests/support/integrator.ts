import { expectDescribed } from './openapi-check.ts'
import { until } from './until.ts'

/** An integrating system: plain HTTP, forms, a bearer token; nothing of ours but the base URL. */
export type Integrator = {
  call(method: string, path: string, form?: Record<string, string>): Promise<Answer>
  upload(documentId: string, pdf: Uint8Array, name: string): Promise<Answer>
  download(path: string): Promise<{ status: number; bytes: Uint8Array; type: string }>
  token: string
}

// biome-ignore lint/suspicious/noExplicitAny: an integrator reads JSON as it comes
export type Answer = { status: number; body: any }

export async function signInIntegrator(url: string, clientId: string): Promise<Integrator> {
  const { body } = await read(
    'POST',
    '/token',
    await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams({ client_id: clientId }) }),
  )
  const token: string = body.access_token
  const headers = { authorization: `Bearer ${token}` }
  return {
    token,
    async call(method, path, form) {
      const body = form === undefined ? null : new URLSearchParams(form)
      return read(method, path, await fetch(`${url}${path}`, { method, headers, body }))
    },
    async upload(documentId, pdf, name) {
      const body = new FormData()
      body.set('name', name)
      body.set('uploadfile', new Blob([pdf as BlobPart], { type: 'application/pdf' }), name)
      const path = `/documents/${documentId}/files`
      return read('POST', path, await fetch(`${url}${path}`, { method: 'POST', headers, body }))
    },
    async download(path) {
      const answer = await fetch(`${url}${path}`, { headers })
      const { status } = answer
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const type = answer.headers.get('content-type') ?? ''
      const body = type.startsWith('application/json') ? JSON.parse(Buffer.from(bytes).toString()) : bytes
      expectDescribed({ method: 'GET', path, status, type, body })
      return { status, bytes, type }
    },
  }
}

async function read(method: string, path: string, answer: Response): Promise<Answer> {
  const text = await answer.text()
  const body = text === '' ? null : JSON.parse(text)
  const type = answer.headers.get('content-type')
  expectDescribed({ method, path, status: answer.status, type, body })
  return { status: answer.status, body }
}

export type Wanted = {
  recipients?: { name: string; tel: string; organization?: string; email?: string }[]
  title?: string
  pdf: Uint8Array
  /** Per recipient: one seal, one optional and one required checkbox, one text field. */
  widgets?: boolean
}

export type Sent = { documentId: string; fileId: string; participants: string[]; integrator: Integrator }

let people = 0

/** A number that no other test uses. */
export function freshTel(): string {
  people += 1
  return `0${['7', '8', '9', '6'][people % 4]}0${String(10_000_000 + process.pid * 613 + people * 7919).slice(-8)}`
}

/** A document with one file and its recipients, sent. */
export async function sendDocument(integrator: Integrator, wanted: Wanted): Promise<Sent> {
  const { recipients = [{ name: '山田 花子', tel: freshTel() }], title = '賃貸借契約書' } = wanted
  const created = await integrator.call('POST', '/documents', { title })
  const documentId: string = created.body.id
  const uploaded = await integrator.upload(documentId, wanted.pdf, '契約書.pdf')
  const fileId: string = uploaded.body.files[0].id
  const participants: string[] = []
  for (const { name, tel, organization = '', email } of recipients) {
    const { body } = await integrator.call('POST', `/documents/${documentId}/participants`, {
      name,
      tel,
      organization,
      ...(email === undefined ? {} : { email }),
      callback: '1',
    })
    participants.push(body.participants.at(-1).id)
  }
  if (wanted.widgets === true) {
    for (const participant of participants) await addWidgets(integrator, documentId, fileId, participant)
  }
  const sent = await integrator.call('POST', `/documents/${documentId}`)
  if (sent.status !== 200) throw new Error(`not sent: ${JSON.stringify(sent.body)}`)
  return { documentId, fileId, participants, integrator }
}

async function addWidgets(integrator: Integrator, documentId: string, fileId: string, participant: string) {
  const path = `/documents/${documentId}/files/${fileId}/widgets`
  const at = (x: number, y: number) => ({
    participant_id: participant,
    page: '0',
    x: String(x),
    y: String(y),
  })
  await integrator.call('POST', path, { ...at(60, 600), type: '0', label: '押印' })
  await integrator.call('POST', path, { ...at(150, 600), type: '1', label: 'ご住所', font_size: '10' })
  await integrator.call('POST', path, {
    ...at(60, 680),
    type: '2',
    label: '重要事項の説明を受けました',
    required: '1',
  })
}

export async function signingUrl({ integrator, documentId, participants }: Sent, index = 0): Promise<string> {
  const { body, status } = await integrator.call(
    'POST',
    `/documents/${documentId}/participants/${participants[index]}/signing_url`,
  )
  if (status !== 200) throw new Error(`no signing URL: ${JSON.stringify(body)}`)
  return body.url
}

/** Polls as an integrator would. */
export async function waitForStatus(sent: Sent, status: number, seconds = 60): Promise<Answer['body']> {
  let body: Answer['body'] = null
  const isReached = async () => {
    body = (await sent.integrator.call('GET', `/documents/${sent.documentId}`)).body
    return body?.status === status
  }
  await until(`the status is ${status}`, isReached, seconds)
  return body
}
