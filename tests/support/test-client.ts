import type { Recipient } from './recipient.ts'

/** Issues a client id in the console, of a test client unless said otherwise. Answers the id. */
export async function issueClientId(administrator: Recipient, label: string, test = true): Promise<string> {
  await administrator.get('/console/clients')
  const { html } = await administrator.post('/console/clients', { label, ...(test ? { test: '1' } : {}) })
  const id = /id="client-id"[^>]*value="([A-Za-z0-9_-]+)"/.exec(html)?.[1]
  if (id === undefined) throw new Error('no client id was issued')
  return id
}
