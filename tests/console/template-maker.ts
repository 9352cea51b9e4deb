import type { Page, Recipient } from '#tests/support/recipient.ts'

/** Which recipients of the draft are left open, by participant id; and the template's name. */
export type Wanted = { title?: string; slots?: string[] }

/** Saves a draft as a template as a member does at the console; answers the page after it. */
export async function postTemplate(console_: Recipient, draftId: string, wanted: Wanted): Promise<Page> {
  const action = `/console/documents/${draftId}/template`
  await console_.get(action)
  const slots = Object.fromEntries((wanted.slots ?? []).map((id) => [`slot-${id}`, '1']))
  return console_.post(action, { title: wanted.title ?? '業務委託契約書のひな形', ...slots })
}

/** The same, answering the template's id. */
export async function saveAsTemplate(
  console_: Recipient,
  draftId: string,
  wanted: Wanted = {},
): Promise<string> {
  const page = await postTemplate(console_, draftId, wanted)
  const id = /\/console\/templates\/([0-9a-f]{32})\?done=saved$/.exec(page.url)?.[1]
  if (id === undefined) throw new Error(`no template was saved: ${page.status} ${page.url}`)
  return id
}

/** Shares a template with the team, or takes it back. */
export async function share(
  console_: Recipient,
  templateId: string,
  act: 'share' | 'unshare' = 'share',
): Promise<void> {
  await console_.get(`/console/templates/${templateId}`)
  const page = await console_.post(`/console/templates/${templateId}/${act}`)
  if (!page.url.endsWith(`?done=${act}d`)) throw new Error(`not ${act}d: ${page.status} ${page.url}`)
}
