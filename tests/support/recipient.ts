import { until } from './until.ts'

/** A browser without JavaScript: a cookie jar, links, and forms posted as the page wrote them. */
export type Page = { status: number; url: string; html: string; headers: Headers }

export type Recipient = {
  get(path: string): Promise<Page>
  /** Posts a form of the page that was read last, with its hidden fields. */
  post(action: string, fields?: Record<string, string>): Promise<Page>
  cookies: Map<string, string>
  /** Takes a cookie as an answer sets it (`Set-Cookie`). */
  keep(line: string): void
  page(): Page
}

/** What this browser says that it is. */
export const browserName = 'Mozilla/5.0 (a phone without JavaScript)'

/** `headers`: what this browser says of itself beside the usual. `seenAs`: under which origin it believes to be, as behind a proxy. */
export function openBrowser(
  origin: string,
  headers: Record<string, string> = {},
  seenAs = origin,
): Recipient {
  const cookies = new Map<string, string>()
  let last: Page = { status: 0, url: origin, html: '', headers: new Headers() }

  async function visit(url: string, init: RequestInit): Promise<Page> {
    let answer = await fetch(url, { ...init, redirect: 'manual', headers: headersOf(init) })
    answer.headers.getSetCookie().forEach(keep)
    for (let hops = 0; answer.status === 303 || answer.status === 302; hops++) {
      if (hops > 10) throw new Error('too many redirects')
      url = new URL(answer.headers.get('location') ?? '', url).toString().replace(seenAs, origin)
      answer = await fetch(url, { redirect: 'manual', headers: headersOf({}) })
      answer.headers.getSetCookie().forEach(keep)
    }
    last = { status: answer.status, url, html: readAsLines(await answer.text()), headers: answer.headers }
    return last
  }

  function headersOf(init: RequestInit): Record<string, string> {
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return {
      ...(init.headers as Record<string, string> | undefined),
      accept: 'text/html',
      'user-agent': browserName,
      ...headers,
      ...(jar === '' ? {} : { cookie: jar }),
    }
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }

  return {
    cookies,
    keep,
    page: () => last,
    get: (path) => visit(new URL(path, last.url).toString(), {}),
    post(action, fields = {}) {
      const url = new URL(action, last.url)
      const body = new URLSearchParams({ ...hiddenFields(last.html, url.pathname), ...fields })
      return visit(url.toString(), {
        method: 'POST',
        body,
        headers: { origin: url.origin.replace(origin, seenAs) },
      })
    },
  }
}

/** Without what keeps words on one line (web/ui/keep-together.ts), so that a sentence is found as it is read. */
export function readAsLines(html: string): string {
  return html.replaceAll(/<\/?(?:kept-words|no-break)>/g, '').replaceAll('\u00a0', ' ')
}

/** The hidden fields of the form with this action (or of a button that submits another form there). */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const forms = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map((match) => match[0])
  const begun = (form: string) => form.slice(0, form.indexOf('>'))
  const fitting = forms.filter((each) => begun(each).includes(`action="${action}"`))
  // A list that is narrowed and added to has two of one address: what is posted is the other one.
  const form = fitting.find((each) => begun(each).includes('method="post"')) ?? fitting[0] ?? forms[0] ?? ''
  const fields: Record<string, string> = {}
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    if (!/type="hidden"/.test(input)) continue
    const name = /name="([^"]*)"/.exec(input)?.[1]
    if (name !== undefined) fields[name] = plainText(/value="([^"]*)"/.exec(input)?.[1] ?? '')
  }
  return fields
}

function plainText(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** From the consent URL to the document: phone number and code. */
export async function proveThePhone(
  url: string,
  tel: string,
  codeFor: (tel: string, after?: number) => Promise<string>,
  alreadySent = 0,
  headers: Record<string, string> = {},
): Promise<Recipient> {
  const browser = openBrowser(new URL(url).origin, headers)
  await browser.get(url)
  const base = new URL(url).pathname
  await browser.post(`${base}/phone`, { tel })
  const code = await codeFor(tel, alreadySent)
  const page = await browser.post(`${base}/code`, { code })
  if (!page.url.endsWith('/review'))
    throw new Error(`not at the document but at ${page.status} ${page.url.slice(-12)}`)
  // The sender's own signature may still be in the making: the page says so, and looks again.
  if (isPreparing(page.html)) {
    await until('the file to read', async () => !isPreparing((await browser.get(`${base}/review`)).html))
  }
  return browser
}

/** Says the review page that the file is not ready to be read? */
export function isPreparing(html: string): boolean {
  return html.includes('id="preparing"')
}

/** From the document to the done page. */
export async function consent(browser: Recipient): Promise<Page> {
  const base = new URL(browser.page().url).pathname.replace(/\/review$/, '')
  const fields: Record<string, string> = {}
  for (const [input] of browser.page().html.matchAll(/<(?:input|textarea)\b[^>]*name="widget-[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1] ?? ''
    fields[name] = /type="checkbox"/.test(input) ? '1' : '山田'
  }
  await browser.post(`${base}/confirm`, fields)
  return browser.post(`${base}/consent`)
}
