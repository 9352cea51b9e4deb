import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, type Integrator, type Sent, sendDocument, signingUrl } from './integrator.ts'
import { hiddenFields, proveThePhone, type Recipient } from './recipient.ts'
import type { TestServer } from './server.ts'

/** What a press came to: the status and where it leads, without following. Null: the line broke before an answer. */
export type Pressed = { status: number; location: string | null } | null

export type AtTheButton = {
  sent: Sent
  tel: string
  browser: Recipient
  /** Path of the consent URL, `/s/…`. */
  base: string
  /** Sends the form of the confirm page, as often as one likes, from this device. */
  press(action?: string, fields?: Record<string, string>): Promise<Pressed>
}

type Setting = { server: TestServer; integrator: Integrator }

/** A document sent to one person, who proved the phone, read, and stands before the last button. */
export async function standAtTheButton(
  setting: Setting,
  title = '賃貸借契約書',
  pdf?: Uint8Array,
): Promise<AtTheButton> {
  const tel = freshTel()
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(setting.integrator, {
    ...{ pdf: pdf ?? (await contractPdf()), recipients, title },
  })
  return openDevice(setting, sent, tel)
}

/** One more device of the same person: a URL and a code of its own. */
export async function openDevice(
  { server }: Setting,
  sent: Sent,
  tel: string,
  alreadySent = 0,
): Promise<AtTheButton> {
  const url = await signingUrl(sent)
  const browser = await proveThePhone(url, tel, server.codeFor, alreadySent)
  const base = new URL(url).pathname
  await browser.post(`${base}/confirm`)
  const { html } = browser.page()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    sent,
    tel,
    browser,
    base,
    async press(action = 'consent', fields = {}) {
      const body = new URLSearchParams({ ...hiddenFields(html, `${base}/${action}`), ...fields })
      const headers = { origin: server.url, accept: 'text/html', cookie }
      const init: RequestInit = { method: 'POST', redirect: 'manual', body, headers }
      const answer = await fetch(`${server.url}${base}/${action}`, init).catch(() => null)
      if (answer === null) return null
      await answer.arrayBuffer().catch(() => null)
      return { status: answer.status, location: answer.headers.get('location') }
    },
  }
}
