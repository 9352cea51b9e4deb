import { openBrowser, type Page, type Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

/** What came to this address, oldest first; waits for so many. */
export async function mailsTo(server: TestServer, email: string, atLeast = 1) {
  const mine = async () => (await server.mails()).filter(({ to }) => to === email).reverse()
  await until(`${email} has ${atLeast} mails`, async () => (await mine()).length >= atLeast)
  return mine()
}

/** The link of the newest mail that came there. */
export async function linkOf(server: TestServer, email: string): Promise<string> {
  return linkIn((await mailsTo(server, email)).at(-1)?.text)
}

const linkIn = (text = ''): string => /http\S+\/s\/\S+/.exec(text)?.[0] ?? ''

/** Somebody who opens the link of a mail and stands at the document. */
export async function atTheDocument(link: string, fields: Record<string, string> = {}): Promise<Recipient> {
  const { origin, pathname: base } = new URL(link)
  const browser = openBrowser(origin)
  await browser.get(link)
  await browser.post(`${base}/open`, fields)
  await until('the file to read', async () =>
    (await browser.get(`${base}/review`)).html.includes('id="consent"'),
  )
  return browser
}

/** From the document through the form and the question. */
export async function passOn(
  browser: Recipient,
  link: string,
  fields: Record<string, string>,
): Promise<Page> {
  const base = new URL(link).pathname
  await browser.get(`${base}/transfer`)
  const asked = await browser.post(`${base}/transfer`, fields)
  if (asked.status !== 200) return asked
  return browser.post(`${base}/transfer/send`)
}
