import {
  askForCopyLink,
  type CopyLink,
  type CopyLinkState,
  copiesUntil,
  copyLinkState,
} from '#domain/copy-link.ts'
import type { Document } from '#domain/document.ts'
import type { Team } from '#domain/team.ts'
import { genuineCopyLink } from '../copy-link.ts'
import { clockOf } from '../document-ports.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'>

export type CopyVisit = {
  link: CopyLink
  state: CopyLinkState
  document: Document
  team: Team
  /** The end of the link, or of the team's days. */
  until: Date
}

/** Who comes by a link of a mail, and what they may do; null where we wrote no such link. */
export async function visitCopyLink(
  { database, clock, secrets }: Needs,
  token: string,
): Promise<CopyVisit | null> {
  const link = genuineCopyLink(secrets, token)
  const document = link === null ? null : await database.read.document(link.documentId)
  if (link === null || document === null) return null
  const team = await database.read.team(document.teamId)
  const last = copiesUntil(document, team.copyDays) ?? link.endsAt
  const state = copyLinkState(document, link, team.copyDays, clockOf(clock, document).now())
  return { link, state, document, team, until: last < link.endsAt ? last : link.endsAt }
}

/** Sends a new link to the mailbox of the reader; where it was asked for just now, nothing. Answers whether one is sent. */
export async function renewCopyLink(
  { database, clock }: Needs,
  origin: Origin,
  { link, team }: CopyVisit,
): Promise<boolean> {
  return database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(link.documentId)
    if (document === null) return false
    const now = clockOf(clock, document).now()
    if (copyLinkState(document, link, team.copyDays, now) !== 'ended') return false
    const decision = askForCopyLink(document, link.readerId, await askedBefore(tx, link), now)
    tx.record(decision.events)
    return decision.next
  })
}

async function askedBefore(tx: Transaction, { documentId, readerId }: CopyLink): Promise<Date[]> {
  const trail = await tx.trailOf(documentId)
  return trail
    .filter(({ type, detail }) => type === 'copy_link.requested' && detail.readerId === readerId)
    .map(({ at }) => at)
}
