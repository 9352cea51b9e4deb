import { readdir } from 'node:fs/promises'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { hiddenFields, type Page, type Recipient, readAsLines } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

export type ChosenFile = { name: string; bytes: Uint8Array | string }

/** What a browser sends where files are chosen: a multipart form, its token first. Follows where the answer leads. */
export async function postFiles(
  browser: Recipient,
  action: string,
  files: ChosenFile[],
  { token, headers = {} }: { token?: string | null; headers?: Record<string, string> } = {},
): Promise<Page> {
  const { html, url } = browser.page()
  const origin = new URL(url).origin
  const form = new FormData()
  const { form_token: own = '', press } = hiddenFields(html, action)
  if (token !== null) form.append('form_token', token ?? own)
  if (press !== undefined) form.append('press', press)
  for (const { name, bytes } of files) {
    form.append('uploadfile', new Blob([bytes as BlobPart], { type: 'application/pdf' }), name)
  }
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${origin}${action}`, {
    method: 'POST',
    redirect: 'manual',
    body: form,
    headers: { accept: 'text/html', origin, cookie, ...headers },
  })
  if (answer.status === 303) return browser.get(answer.headers.get('location') ?? '')
  return {
    status: answer.status,
    url: `${origin}${action}`,
    html: readAsLines(await answer.text()),
    headers: answer.headers,
  }
}

/** A file that has begun to arrive and waits, once the server keeps its first bytes; `finish` sends the rest. */
export async function slowUpload(
  server: TestServer,
  browser: Recipient,
  action: string,
  bytes: Uint8Array,
): Promise<{ finish(): Promise<Response> }> {
  const { html, url } = browser.page()
  const { origin } = new URL(url)
  const token = hiddenFields(html, action).form_token ?? ''
  const part = (head: string) => `--slow\r\ncontent-disposition: form-data; ${head}`
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const say = (text: string) => writer.write(new TextEncoder().encode(text))
  const kept = async () => (await readdir(server.dataDirectory, { recursive: true })).length
  const before = await kept()
  const request = {
    method: 'POST',
    redirect: 'manual' as const,
    body: readable,
    duplex: 'half',
    headers: {
      accept: 'text/html',
      origin,
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'multipart/form-data; boundary=slow',
    },
  }
  const answer = fetch(`${origin}${action}`, request)
  await say(`${part('name="form_token"')}\r\n\r\n${token}\r\n`)
  await say(`${part('name="uploadfile"; filename="slow.pdf"')}\r\ncontent-type: application/pdf\r\n\r\n`)
  await writer.write(bytes.slice(0, 200))
  await until('the first bytes', async () => (await kept()) > before)
  return {
    async finish() {
      await writer.write(bytes.slice(200))
      await say('\r\n--slow--\r\n')
      await writer.close()
      return answer
    },
  }
}

/** From the list to the page of a draft that has these files. Gives the draft's id. */
export async function begin(browser: Recipient, files?: ChosenFile[]): Promise<string> {
  await browser.get('/console/documents/new')
  const chosen = files ?? [{ name: '賃貸借契約書.pdf', bytes: await contractPdf() }]
  const page = await postFiles(browser, '/console/documents/new', chosen)
  const id = /documents\/([0-9a-f]{32})\/draft/.exec(page.url)?.[1]
  if (id === undefined) throw new Error(`no draft but ${page.status} ${page.url}`)
  return id
}
