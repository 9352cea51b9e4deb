import { rowsOf } from '#tests/support/concluded-once.ts'
import { hiddenFields, type Page, type Recipient, readAsLines } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'

type Wanted = { act?: 'send' | 'draft'; linkSms?: boolean; press?: string }

/** A list as its sender chooses it on the page of a template; answers the page after it. */
export async function postList(
  browser: Recipient,
  templateId: string,
  bytes: Uint8Array | string,
  { act = 'send', linkSms = false, press }: Wanted = {},
): Promise<Page> {
  const action = `/console/templates/${templateId}/bulk`
  const { html, url } = await browser.get(action)
  const hidden = hiddenFields(html, action)
  const form = new FormData()
  form.append('form_token', hidden.form_token ?? '')
  form.append('press', press ?? hidden.press ?? '')
  form.append('list', new Blob([Buffer.from(bytes)], { type: 'text/csv' }), '宛先.csv')
  form.append('act', act)
  if (linkSms) form.append('link_sms', '1')
  const { origin } = new URL(url)
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${origin}${action}`, {
    method: 'POST',
    redirect: 'manual',
    body: form,
    headers: { accept: 'text/html', origin, cookie },
  })
  if (answer.status === 303) return browser.get(answer.headers.get('location') ?? '')
  return {
    status: answer.status,
    url: `${origin}${action}`,
    html: readAsLines(await answer.text()),
    headers: answer.headers,
  }
}

/** The same, answering the list's id. */
export async function aList(...given: Parameters<typeof postList>): Promise<string> {
  const page = await postList(...given)
  const id = /\/console\/bulk-sends\/([0-9a-f]{32})\?done=checked$/.exec(page.url)?.[1]
  if (id === undefined) throw new Error(`no list was taken: ${page.status} ${page.url}`)
  return id
}

/** Does something with a list by its page. */
export async function steer(
  browser: Recipient,
  id: string,
  act: 'start' | 'pause' | 'resume' | 'stop',
  fields: Record<string, string> = {},
): Promise<Page> {
  await browser.get(`/console/bulk-sends/${id}${act === 'stop' ? '/stop' : ''}`)
  return browser.post(`/console/bulk-sends/${id}/${act}`, fields)
}

export async function stateOf(server: TestServer, id: string): Promise<string> {
  const [row] = await rowsOf<{ state: string }>(server, 'select state from bulk_sends where id = $1', id)
  return row?.state ?? 'none'
}

/** How many rows are in which state. */
export async function countsOf(server: TestServer, id: string): Promise<Record<string, number>> {
  const rows = await rowsOf<{ state: string; count: number }>(
    server,
    'select state, count(*)::int as count from bulk_rows where bulk_send_id = $1 group by state',
    id,
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Documents that rows of this list became, by their recipient's name: how many there are of each. */
export async function documentsOf(
  server: TestServer,
  id: string,
): Promise<{ id: string; status: string; name: string }[]> {
  return rowsOf(
    server,
    `select d.id, d.status, d.snapshot->'participants'->1->>'name' as name
     from bulk_rows r join documents d on d.id = r.document_id where r.bulk_send_id = $1 order by r.row`,
    id,
  )
}
