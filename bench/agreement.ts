import type { Answer, Client } from './browserless-client.ts'
import type { SmsReceiver } from './sms-receiver.ts'

export type Office = { client: Client; token: string; pdf: Buffer; sms: SmsReceiver }

/** A document that waits for its recipient. */
export type Opened = { documentId: string; tel: string; base: string }

/** The recipient's browser at the document: its session, and the page. */
export type Visit = { base: string; headers: From & { cookie: string }; page: string }

/** Where a recipient comes from, as a proxy in front says it. */
type From = { 'x-forwarded-for': string }

const boundary = 'musubi-bench-4f1d2c'
let people = 0

/** A number of its own for every agreement: at most ten codes a day go to one. */
function freshTel(): string {
  people += 1
  return `0${['7', '8', '9'][people % 3]}0${String((process.pid * 7919 + people) % 100_000_000).padStart(8, '1')}`
}

/** An address for every recipient: codes are limited by address, and people have phones of their own. */
function freshAddress(): From {
  return { 'x-forwarded-for': `100.${64 + ((people >> 16) & 63)}.${(people >> 8) & 255}.${people & 255}` }
}

export function expect(answer: Answer, status: number, what: string): Answer {
  if (answer.status === status) return answer
  throw new Error(`${what} answered ${answer.status} instead of ${status}: ${answer.body.slice(0, 300)}`)
}

/** The token that this client id gets. */
export async function askToken(client: Client, clientId: string): Promise<string> {
  const asked = await client.ask('POST', '/token', { form: { client_id: clientId } })
  return JSON.parse(expect(asked, 200, 'token').body).access_token
}

/** What the integrating system does: create, add file and recipient, send, ask for the consent URL. */
export async function openAgreement({ client, token, pdf }: Office): Promise<Opened> {
  const headers = { authorization: `Bearer ${token}` }
  const tel = freshTel()
  const created = await client.ask('POST', '/documents', { headers, form: { title: '賃貸借契約書' } })
  const documentId = idIn(expect(created, 200, 'create').body)
  const path = `/documents/${documentId}`
  const upload = { headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` } }
  expect(await client.ask('POST', `${path}/files`, { ...upload, body: fileBody(pdf) }), 200, 'add file')
  const recipient = { name: '山田 花子', tel, callback: '1' }
  const added = await client.ask('POST', `${path}/participants`, { headers, form: recipient })
  const { participants } = JSON.parse(expect(added, 200, 'add participant').body)
  expect(await client.ask('POST', path, { headers }), 200, 'send')
  const participant = participants.at(-1).id
  const asked = await client.ask('POST', `${path}/participants/${participant}/signing_url`, { headers })
  const { url } = JSON.parse(expect(asked, 200, 'signing_url').body)
  return { documentId, tel, base: new URL(url).pathname }
}

/** From the consent URL to the document: phone number, code, the page and the bytes of the PDF. */
export async function readContract({ client, sms }: Office, { base, tel }: Opened): Promise<Visit> {
  const from = freshAddress()
  const first = expect(await client.ask('GET', base, { headers: from }), 200, 'phone page').body
  const form = { form_token: hidden(first, 'form_token'), tel }
  const called = await client.ask('POST', `${base}/phone`, { headers: from, form })
  const matched = { ...from, ...sessionOf(expect(called, 303, 'phone')) }
  const second = expect(await client.ask('GET', `${base}/code`, { headers: matched }), 200, 'code page').body
  const digits = { form_token: hidden(second, 'form_token'), code: await sms.codeFor(tel) }
  const entered = await client.ask('POST', `${base}/code`, { headers: matched, form: digits })
  const headers = { ...from, ...sessionOf(expect(entered, 303, 'code')) }
  const page = expect(await client.ask('GET', `${base}/review`, { headers }), 200, 'review page').body
  const file = /\/files\/[A-Za-z0-9_-]+/.exec(page)?.[0]
  if (file === undefined) throw new Error('the review page names no file')
  expect(await client.ask('GET', base + file, { headers }), 200, 'PDF')
  return { base, headers, page }
}

/** The consent button and the confirmation, up to the moment from which the consent holds. */
export async function giveConsent({ client }: Office, { base, headers, page }: Visit): Promise<void> {
  const form = { form_token: hidden(page, 'form_token'), revision: hidden(page, 'revision') }
  expect(await client.ask('POST', `${base}/confirm`, { headers, form }), 303, 'confirm')
  const confirm = expect(await client.ask('GET', `${base}/confirm`, { headers }), 200, 'confirmation').body
  const last = { form_token: hidden(confirm, 'form_token'), revision: hidden(confirm, 'revision') }
  expect(await client.ask('POST', `${base}/consent`, { headers, form: last }), 303, 'consent')
}

/** Asks until the document is concluded, as an integrator would. */
export async function awaitConclusion({ client, token }: Office, documentId: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const end = performance.now() + 60_000
  for (;;) {
    const { body } = await client.ask('GET', `/documents/${documentId}`, { headers })
    // The first status in the answer is the document's own, those of its participants follow.
    if (/"status":(\d+)/.exec(body)?.[1] === '2') return
    if (performance.now() > end) throw new Error('a document was not concluded within a minute')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** One agreement, whole: the done page is read as a browser would before the integrator asks. */
export async function conclude(office: Office): Promise<void> {
  const opened = await openAgreement(office)
  const visit = await readContract(office, opened)
  await giveConsent(office, visit)
  const { base, headers } = visit
  expect(await office.client.ask('GET', `${base}/done`, { headers }), 200, 'done page')
  await awaitConclusion(office, opened.documentId)
}

function sessionOf({ cookie }: Answer): { cookie: string } {
  return { cookie: cookie ?? '' }
}

function idIn(json: string): string {
  return /"id":"([^"]+)"/.exec(json)?.[1] ?? ''
}

function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
}

function fileBody(pdf: Buffer): Buffer {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="uploadfile"; filename="contract.pdf"\r\nContent-Type: application/pdf\r\n\r\n`
  return Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${boundary}--\r\n`)])
}
