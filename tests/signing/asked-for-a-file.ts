import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, type Integrator, type Sent } from '#tests/support/integrator.ts'
import { hiddenFields, readAsLines } from '#tests/support/recipient.ts'
import type { HandMadeBrowser } from './hand-made-browser.ts'
import { type Contract, pathOf, type Scene } from './scene.ts'

export type Asked = Contract & { tels: string[]; attachmentId: string }

export type Request = { required?: boolean; description?: string; seal?: boolean; recipients?: number }

/** A document whose first recipient is asked for a file, sent; `recipients` have one number each. */
export async function sendAsking(
  integrator: Integrator,
  request: Request = {},
): Promise<{ sent: Sent; tels: string[]; attachmentId: string }> {
  const { body: created } = await integrator.call('POST', '/documents', { title: '賃貸借契約書' })
  const path = `/documents/${created.id}`
  const uploaded = await integrator.upload(created.id, await contractPdf(), '契約書.pdf')
  const fileId: string = uploaded.body.files[0].id
  const tels = Array.from({ length: request.recipients ?? 1 }, freshTel)
  const participants: string[] = []
  for (const [index, tel] of tels.entries()) {
    const form = { name: ['山田 花子', '鈴木 一郎'][index] ?? '', tel, callback: '1' }
    const { body } = await integrator.call('POST', `${path}/participants`, form)
    participants.push(body.participants.at(-1).id)
  }
  const asked = await integrator.call('POST', `${path}/attachments`, {
    participant_id: participants[0] ?? '',
    description: request.description ?? '運転免許証の写真をお送りください。',
    required: String(request.required ?? true),
  })
  if (request.seal === true) {
    const at = {
      participant_id: participants[0] ?? '',
      type: '0',
      page: '0',
      x: '60',
      y: '600',
      label: '押印',
    }
    await integrator.call('POST', `${path}/files/${fileId}/widgets`, at)
  }
  const { status, body } = await integrator.call('POST', path)
  if (status !== 200) throw new Error(`not sent: ${JSON.stringify(body)}`)
  const sent = { documentId: created.id as string, fileId, participants, integrator }
  return { sent, tels, attachmentId: asked.body.attachment.id }
}

/** The same, with the consent URL of the first recipient. */
export async function askedContract(scene: Scene, request: Request = {}): Promise<Asked> {
  const { sent, tels, attachmentId } = await sendAsking(scene.integrator, request)
  return { sent, tel: tels[0] ?? '', tels, base: await pathOf(sent), attachmentId }
}

export type Chosen = { name: string; type?: string; bytes: Uint8Array | string }

/** A file that begins as a PNG does. */
export function png(marker = ''): Uint8Array {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(`picture ${marker}`)])
}

/**
 * Presses アップロード as a browser without scripts does: the whole form of the fields, the file last. Answers where it
 * leads, without going there. `chosen` null: no file was chosen.
 */
export async function pressUpload(
  browser: HandMadeBrowser,
  { url, base }: { url: string; base: string },
  chosen: Chosen | null,
  fields: Record<string, string> = {},
): Promise<{ status: number; location: string | null; html: string }> {
  const body = new FormData()
  const hidden = hiddenFields(browser.page.html, `${base}/inputs`)
  for (const [name, value] of Object.entries({ ...hidden, ...fields })) body.append(name, value)
  const { name, type = 'application/octet-stream', bytes } = chosen ?? { name: '', bytes: '' }
  body.append('attached_file', new Blob([bytes as BlobPart], { type }), name)
  const answer = await fetch(`${url}${base}/attached`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: url,
      'sec-fetch-site': 'same-origin',
      cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
    },
  })
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    html: readAsLines(await answer.text()),
  }
}
