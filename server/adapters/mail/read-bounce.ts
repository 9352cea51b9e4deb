import { bounceBytes, type ReadBounce } from '../../usecases/bounce-ports.ts'
import { fieldIn, type MessagePart, partsOf, readFields, readMessage, textOf } from './message-parts.ts'

/** Mail servers name an address in one of these; `Delivered-To` and the next two are the envelope's. */
const addressHeaders = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-failed-recipients'])
const mostAddresses = 20
/** Of a report: the fields of the message, then those of each recipient. */
const mostGroups = 100

/**
 * Reads a delivery status notification (RFC 3464, in small also RFC 6533), or the failure notice of qmail, which has no such
 * part. Of the message its beginning is read; the mail that came back, which may be as long as it likes, is not looked into.
 */
export function readBounce(message: Uint8Array): ReadBounce {
  const mail = readMessage(message.subarray(0, bounceBytes))
  if (mail === null) return { addresses: [], status: null, because: 'unreadable' }
  const addresses = addressesIn(mail)
  const statuses = isReport(mail) ? reportStatuses(mail) : qmailStatuses(mail)
  if (statuses.length === 0) return { addresses, status: null, because: 'no_report' }
  const failed = statuses.find((each) => each !== notFailed)
  return failed === undefined
    ? { addresses, status: null, because: 'not_permanent' }
    : { addresses, status: failed, because: null }
}

/** What parts an address from what stands around it. */
const edges = new Set([...' \t\r\n<>,;:"@'])
/** RFC 5321 §4.5.3.1: so long may be what stands before the sign, and what stands after it. */
const [localLength, domainLength] = [64, 255]

/** Found by their sign and widened from there, so that a field without an end costs no more than its length. */
function addressesIn({ fields }: MessagePart): string[] {
  const found: string[] = []
  for (const { name, value } of fields) {
    if (!addressHeaders.has(name)) continue
    for (let at = value.indexOf('@'); at !== -1; at = value.indexOf('@', at + 1)) {
      let [begins, ends] = [at, at + 1]
      while (begins > 0 && at - begins < localLength && !edges.has(value[begins - 1] ?? '')) begins -= 1
      while (ends < value.length && ends - at <= domainLength && !edges.has(value[ends] ?? '')) ends += 1
      if (begins < at && ends > at + 1) found.push(value.slice(begins, ends))
      if (found.length >= mostAddresses) return found
    }
  }
  return found
}

function isReport({ fields }: MessagePart): boolean {
  const type = fieldIn(fields, 'content-type')
  return /^multipart\/report\b/i.test(type) && /\breport-type\s*=\s*"?delivery-status\b/i.test(type)
}

/** Of a recipient whom the mail reached, or may reach yet. */
const notFailed = 'not_failed'

/**
 * For each recipient what became of the mail. `failed` says that nobody tries again (RFC 3464 §2.3.3), also where the code is
 * one of trouble that passes: a mailbox that was full for five days (4.2.2), or time that ran out (4.4.7). A failure without a
 * code that can be read is `5.0.0`, "other" (RFC 3463 §3.1).
 */
function reportStatuses(mail: MessagePart): string[] {
  const report = partsOf(mail).find(({ fields }) =>
    /^message\/(global-)?delivery-status\b/i.test(fieldIn(fields, 'content-type')),
  )
  if (report === undefined) return []
  return groupsIn(textOf(report)).flatMap((group) => {
    const action = fieldIn(group, 'action')
    if (action === '') return []
    if (!/^failed\b/i.test(action)) return [notFailed]
    return [/^([45]\.\d{1,3}\.\d{1,3})/.exec(fieldIn(group, 'status'))?.[1] ?? '5.0.0']
  })
}

/** Groups of fields with empty lines between them, of which the first is about the message (RFC 3464 §2.1). */
function groupsIn(text: string) {
  const groups: MessagePart['fields'][] = []
  for (let at = 0; at < text.length && groups.length < mostGroups; ) {
    const { fields, end } = readFields(text, at)
    if (fields.length > 0) groups.push(fields)
    at = end
  }
  return groups
}

/** "QSBMF", Bernstein: `Hi. This is the …` and a paragraph for each recipient that ends in `(#5.1.1)`. */
function qmailStatuses(mail: MessagePart): string[] {
  const text = textOf(mail)
  if (!/^\s*Hi\. This is the /.test(text)) return []
  const [report = ''] = text.split(/^--- Below this line is a copy of the message\./m)
  if (!/this is a permanent error/i.test(report)) return [notFailed]
  return [/\(#([45]\.\d{1,3}\.\d{1,3})\)/.exec(report)?.[1] ?? '5.0.0']
}
