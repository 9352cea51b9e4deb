import { accepted, type Decision } from './decision.ts'
import type { Document } from './document.ts'
import { type MailReader, mailReaderOf } from './mail-reader.ts'

/** Whom a link of a mail leads to the sealed files of which document, and until when. */
export type CopyLink = { documentId: string; readerId: string; endsAt: Date }

/** A link opens a contract for whoever has it, so it lives as short as a mail is looked for; a new one is sent to the same mailbox. */
const copyLinkDays = 14
const dayMilliseconds = 24 * 60 * 60 * 1000

/** When a link ends that is made for a mail of this occasion: the same at each try of the mail. */
export function copyLinkEnd(occasion: Date): Date {
  return new Date(occasion.getTime() + copyLinkDays * dayMilliseconds)
}

/** What a link says before its proof. Seconds, in base 36. */
export function copyLinkText({ documentId, readerId, endsAt }: CopyLink): string {
  return `${documentId}.${readerId}.${Math.floor(endsAt.getTime() / 1000).toString(36)}`
}

/** Null for what is none; whether it is genuine, its proof says. */
export function readCopyLink(token: string): (CopyLink & { proof: string }) | null {
  const [, documentId, readerId, end, proof] =
    /^([0-9a-f]{32})\.([0-9a-f]{32})\.([0-9a-z]{6,7})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? []
  if (documentId === undefined || readerId === undefined || end === undefined || proof === undefined)
    return null
  return { documentId, readerId, endsAt: new Date(Number.parseInt(end, 36) * 1000), proof }
}

/**
 * `open`: the files can be fetched. `ended`: by a new link they still can. `over`: the days of the team have passed, or the
 * reader is no party any more.
 */
export type CopyLinkState = 'open' | 'ended' | 'over'

/** What a genuine link may do now. `copyDays`: of the team. */
export function copyLinkState(
  document: Document,
  { readerId, endsAt }: CopyLink,
  copyDays: number,
  now: Date,
): CopyLinkState {
  const until = copiesUntil(document, copyDays)
  if (until === null || now > until || copyReaderOf(document, readerId) === null) return 'over'
  return now <= endsAt ? 'open' : 'ended'
}

/** Until when copies are handed out; null for what is not concluded. */
export function copiesUntil({ status, concludedAt }: Document, copyDays: number): Date | null {
  return status !== 'concluded' || concludedAt === null
    ? null
    : new Date(concludedAt.getTime() + copyDays * dayMilliseconds)
}

/** The reader, where they have a mailbox and are not the sender, who has the console. */
function copyReaderOf(document: Document, readerId: string): MailReader | null {
  const reader = mailReaderOf(document, readerId)
  return reader === null || reader.sends || reader.email === '' ? null : reader
}

const leastGapMilliseconds = 10 * 60_000
const mostADay = 5

/**
 * Whoever has an ended link asks for a new one, which goes to the reader's mailbox. `before`: when it was asked for so far; a
 * link that somebody forwarded must not fill a mailbox.
 */
export function askForCopyLink(
  document: Document,
  readerId: string,
  before: Date[],
  now: Date,
): Decision<boolean> {
  const ages = before.map((each) => now.getTime() - each.getTime())
  const tooSoon = ages.some((age) => age < leastGapMilliseconds)
  const tooOften = ages.filter((age) => age < dayMilliseconds).length >= mostADay
  if (tooSoon || tooOften) return { next: false, events: [] }
  return accepted(true, { type: 'copy_link.requested', at: now, documentId: document.id, readerId })
}
