import PostalMime, { type Email } from 'postal-mime'
import { bounceBytes, type ReadBounce } from '../../usecases/bounce-ports.ts'

/** Mail servers name an address in one of these; `Delivered-To` and the next two are the envelope's. */
const addressHeaders = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-failed-recipients'])
const mostAddresses = 20
const bounds = { maxNestingDepth: 8, maxHeadersSize: 64 * 1024, forceRfc822Attachments: true }

/**
 * Reads a delivery status notification (RFC 3464, in small also RFC 6533), or the failure notice of qmail, which has no such
 * part. Of the message its beginning is read; the mail that came back, which may be as long as it likes, is not looked into.
 */
export async function readBounce(message: Uint8Array): Promise<ReadBounce> {
  let email: Email
  try {
    email = await PostalMime.parse(message.subarray(0, bounceBytes), bounds)
  } catch {
    return { addresses: [], status: null, because: 'unreadable' }
  }
  const addresses = email.headers
    .filter(({ key }) => addressHeaders.has(key))
    .flatMap(({ value }) => value.match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? [])
    .slice(0, mostAddresses)
  const statuses = isReport(email) ? reportStatuses(email) : qmailStatuses(email)
  if (statuses.length === 0) return { addresses, status: null, because: 'no_report' }
  const failed = statuses.find((each) => each.startsWith('5.'))
  return failed === undefined
    ? { addresses, status: null, because: 'not_permanent' }
    : { addresses, status: failed, because: null }
}

function isReport({ headers }: Email): boolean {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? ''
  return /^\s*multipart\/report\b/i.test(type) && /\breport-type\s*=\s*"?delivery-status\b/i.test(type)
}

/**
 * For each recipient what became of the mail: `5.1.1` where it failed for good, a word of ours where it did not. A failure
 * without a code that can be read is `5.0.0`, "other" (RFC 3463 §3.1).
 */
function reportStatuses({ attachments }: Email): string[] {
  const report = attachments.find(({ mimeType }) =>
    /^message\/(global-)?delivery-status$/.test(mimeType),
  )?.content
  if (report === undefined) return []
  const text = typeof report === 'string' ? report : new TextDecoder().decode(report)
  // Groups of fields, of which the first is about the message (RFC 3464 §2.1).
  const groups = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/)
  return groups.flatMap((group) => {
    const action = fieldIn(group, 'action')
    if (action === null) return []
    const status = /^([245]\.\d{1,3}\.\d{1,3})/.exec(fieldIn(group, 'status') ?? '')?.[1] ?? '5.0.0'
    return [/^failed\b/i.test(action) && status.startsWith('5') ? status : 'not_failed']
  })
}

function fieldIn(group: string, name: string): string | null {
  const unfolded = group.replaceAll(/\n[ \t]+/g, ' ')
  return new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? null
}

/** "QSBMF", Bernstein: `Hi. This is the …` and a paragraph for each recipient that ends in `(#5.1.1)`. */
function qmailStatuses({ text = '' }: Email): string[] {
  if (!/^\s*Hi\. This is the /.test(text)) return []
  const [report = ''] = text.split(/^--- Below this line is a copy of the message\./m)
  if (!/this is a permanent error/i.test(report)) return ['not_failed']
  return [/\(#(5\.\d{1,3}\.\d{1,3})\)/.exec(report)?.[1] ?? '5.0.0']
}
