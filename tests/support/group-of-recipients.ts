import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import type { Integrator } from './integrator.ts'
import { hiddenFields, openBrowser, type Recipient } from './recipient.ts'
import { until } from './until.ts'

/** A document whose recipients the site vouches for, each with a seal to fill. */
export type Grouped = {
  id: string
  file: string
  people: { id: string; recipientId: string; name: string }[]
}

/** Who is asked, in order; those of one group at the same time. */
export type Asked = { name: string; group?: string }

export async function sendToGroups(integrator: Integrator, asked: Asked[]): Promise<Grouped> {
  const { body } = await integrator.call('POST', '/documents', { title: '共同事業契約書' })
  const path = `/documents/${body.id}`
  const file: string = (await integrator.upload(body.id, await contractPdf(), '契約書.pdf')).body.files[0].id
  for (const [place, { name, group }] of asked.entries()) {
    const form = { name, recipient_id: `r${place}`, callback: '1' }
    const parallel = group === undefined ? {} : { group_type: '1', group_id: group }
    const added = await integrator.call('POST', `${path}/participants`, { ...form, ...parallel })
    if (added.status !== 200) throw new Error(JSON.stringify(added.body))
    const participant = added.body.participants.find(
      ({ recipient_id }: { recipient_id: string }) => recipient_id === form.recipient_id,
    ).id
    const widget = { participant_id: participant, type: '0', page: '0', x: String(60 + place * 70), y: '600' }
    await integrator.call('POST', `${path}/files/${file}/widgets`, widget)
  }
  const sent = await integrator.call('POST', path)
  if (sent.status !== 200) throw new Error(`not sent: ${JSON.stringify(sent.body)}`)
  const people = sent.body.participants
    .slice(1)
    .map(({ id, recipient_id, name }: { id: string; recipient_id: string; name: string }) => ({
      id,
      recipientId: recipient_id,
      name,
    }))
  return { id: body.id, file, people }
}

export type Reading = { browser: Recipient; base: string; name: string }

/** Brought by the site, at the document. */
export async function readAs(integrator: Integrator, sent: Grouped, place: number): Promise<Reading> {
  const person = sent.people[place]
  if (person === undefined) throw new Error(`there is no recipient ${place}`)
  const path = `/documents/${sent.id}/participants/${person.id}/signing_url`
  const { body, status } = await integrator.call('POST', path, { recipient_id: person.recipientId })
  if (status !== 200) throw new Error(`no signing URL: ${JSON.stringify(body)}`)
  const base = new URL(body.url).pathname
  const browser = openBrowser(new URL(body.url).origin)
  await browser.get(base)
  await browser.post(`${base}/open`)
  await until('the file to read', async () =>
    (await browser.get(`${base}/review`)).html.includes('id="consent"'),
  )
  return { browser, base, name: person.name }
}

/** Fills the seal and stands before the last button; answers the press, on this or another server of the same address. */
export async function standReady({ browser, base, name }: Reading) {
  const fields: Record<string, string> = {}
  for (const [, field = ''] of browser.page().html.matchAll(/name="(widget-[^"]*)"/g)) fields[field] = name
  const { html } = await browser.post(`${base}/confirm`, fields)
  const origin = new URL(browser.page().url).origin
  return async (server = origin): Promise<{ status: number; location: string }> => {
    const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const answer = await fetch(`${server}${base}/consent`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(hiddenFields(html, `${base}/consent`)),
      headers: { origin, accept: 'text/html', cookie },
    })
    return { status: answer.status, location: answer.headers.get('location') ?? '' }
  }
}
