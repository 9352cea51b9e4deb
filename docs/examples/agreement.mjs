// One agreement from beginning to end with nothing but an HTTP client: the Web API as an integrating system calls it,
// and the signing pages as a browser without JavaScript posts them. Evaluation mode only: the code is read from the
// virtual phone.
//
//   node docs/examples/agreement.mjs BASE_URL CLIENT_ID CONTRACT.pdf OUTPUT_DIRECTORY [--widgets]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [base, clientId, contract, output = '.', ...flags] = process.argv.slice(2)
if (clientId === undefined || contract === undefined) {
  console.error('usage: node agreement.mjs BASE_URL CLIENT_ID CONTRACT.pdf [OUTPUT_DIRECTORY] [--widgets]')
  process.exit(2)
}
const tel = `080${String(Date.now()).slice(-8)}`

// 1. A token.
const { access_token } = await post('/token', { client_id: clientId }, {})
const authorization = { authorization: `Bearer ${access_token}` }

// 2. A document, its file, its recipient named by phone number; sent.
const { id } = await post('/documents', { title: '業務委託契約書', message: 'ご確認をお願いいたします。' })
const upload = new FormData()
upload.set('uploadfile', new Blob([readFileSync(contract)], { type: 'application/pdf' }), '契約書.pdf')
const withFile = await read(
  fetch(`${base}/documents/${id}/files`, { method: 'POST', headers: authorization, body: upload }),
)
const file = withFile.files[0].id
const withParticipant = await post(`/documents/${id}/participants`, { name: '山田 花子', tel, callback: '1' })
const participant = withParticipant.participants[1].id
if (flags.includes('--widgets')) {
  const path = `/documents/${id}/files/${file}/widgets`
  await post(path, { participant_id: participant, type: '0', page: '0', x: '400', y: '640', label: '押印' })
  await post(path, { participant_id: participant, type: '1', page: '0', x: '80', y: '640', label: 'ご住所' })
  await post(path, {
    participant_id: participant,
    type: '2',
    page: '0',
    x: '80',
    y: '700',
    label: '説明を受けました',
  })
}
await post(`/documents/${id}`, {})

// 3. The consent URL, to which the customer's browser is brought.
const { url } = await post(`/documents/${id}/participants/${participant}/signing_url`, {})

// 4. The customer, without JavaScript: number, code, document, consent.
const browser = openBrowser()
await browser.get(url)
await browser.submit(`${url}/phone`, { tel })
const code = await codeFromVirtualPhone()
const review = await browser.submit(`${url}/code`, { code })
const fields = {}
for (const [input] of review.matchAll(/<(?:input|textarea)\b[^>]*name="widget-[^>]*>/g)) {
  fields[/name="([^"]*)"/.exec(input)[1]] = /type="checkbox"/.test(input) ? '1' : '山田'
}
await browser.submit(`${url}/confirm`, fields)
const done = await browser.submit(`${url}/consent`, {})
const next = /href="([^"]*)"[^>]*>\s*次へ/.exec(done)?.[1]?.replaceAll('&amp;', '&')

// 5. The truth is the Web API's: concluded, the sealed PDF, the certificate.
let document = await get(`/documents/${id}`)
for (let tries = 0; document.status !== 2 && tries < 300; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 100))
  document = await get(`/documents/${id}`)
}
mkdirSync(output, { recursive: true })
const sealed = join(output, `sealed-${id}.pdf`)
const certificate = join(output, `certificate-${id}.pdf`)
writeFileSync(sealed, await bytes(`/documents/${id}/files/${file}`))
writeFileSync(certificate, await bytes(`/documents/${id}/certificate`))
console.log(`status ${document.status}\nreturns to ${next}\nsealed ${sealed}\ncertificate ${certificate}`)
process.exit(document.status === 2 ? 0 : 1)

async function read(answer) {
  const response = await answer
  const body = await response.json()
  if (!response.ok) throw new Error(`${response.status} ${body.error}: ${body.message}`)
  return body
}
function post(path, form, headers = authorization) {
  return read(fetch(base + path, { method: 'POST', headers, body: new URLSearchParams(form) }))
}
function get(path) {
  return read(fetch(base + path, { headers: authorization }))
}
async function bytes(path) {
  const response = await fetch(base + path, { headers: authorization })
  if (!response.ok) throw new Error(`${response.status} for ${path}`)
  return new Uint8Array(await response.arrayBuffer())
}
async function codeFromVirtualPhone() {
  for (let tries = 0; tries < 200; tries++) {
    const inbox = await (
      await fetch(`${base}/playground/phone`, { headers: { accept: 'application/json' } })
    ).json()
    const sms = inbox.find((each) => each.to === tel)
    if (sms !== undefined) return /[0-9]{6}/.exec(sms.text)[0]
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('no SMS arrived')
}
/** Keeps cookies, follows redirects, and posts a form with the hidden fields that the page wrote into it. */
function openBrowser() {
  const cookies = new Map()
  let html = ''
  async function visit(address, init = {}) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location !== null) return visit(new URL(location, address).toString())
    html = await response.text()
    if (!response.ok) throw new Error(`${response.status} at ${new URL(address).pathname.split('/').at(-1)}`)
    return html
  }
  return {
    get: (address) => visit(address),
    submit(address, fields) {
      const { pathname } = new URL(address)
      const forms = html.split('<form').slice(1)
      const form =
        forms.find((each) => each.includes(`action="${pathname}"`)) ??
        forms.find((each) => each.includes('id="inputs"')) ??
        ''
      const hidden = {}
      for (const [input] of form.split('</form>')[0].matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
        hidden[/name="([^"]*)"/.exec(input)[1]] = /value="([^"]*)"/.exec(input)?.[1] ?? ''
      }
      return visit(address, { method: 'POST', body: new URLSearchParams({ ...hidden, ...fields }) })
    },
  }
}
