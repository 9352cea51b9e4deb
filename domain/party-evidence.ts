import type {
  EvidenceEntry,
  EvidenceIdentification,
  EvidenceParty,
  EvidencePhone,
  EvidenceViewing,
} from './agreement-evidence.ts'
import { livingFiles } from './attachment.ts'
import { widgetsInPageOrder } from './consent.ts'
import { type Document, recipientsOf, senderOf } from './document.ts'
import type { StatedLogin } from './document-event.ts'
import { identificationOf, type Participant } from './participant.ts'
import { currentValue } from './widget.ts'

/** What the audit trail tells of one party. */
export type PartyRecord = {
  /** Whence they sent or consented. */
  address: string | null
  userAgent: string | null
  /** What the integrating site said of its log-in, for the URL through which they consented. */
  statement: StatedLogin | null
  /** Their number is one that somebody with their URL asked for. */
  correction: Correction | null
  code: EvidenceIdentification['code']
  termsVersion: string | null
  /** Seconds by page, by file; null where no browser reported any. */
  pages: ReadonlyMap<string, ReadonlyMap<number, number>> | null
}

/** `by`: the member who approved the number, saying that they identified the person. */
export type Correction = { at: Date; by: string; throughWebApi: boolean }

/** What the certificate says of each party, the sender first. `phoneOf`: how the number of an SMS is told. */
export function partiesOfEvidence(
  document: Document,
  records: ReadonlyMap<string, PartyRecord>,
  phoneOf: (party: Participant) => EvidencePhone,
): EvidenceParty[] {
  const sender = senderOf(document)
  return [sender, ...recipientsOf(document)].map((party): EvidenceParty => {
    const record = records.get(party.id)
    const isSender = party.id === sender.id
    const bySms = !isSender && identificationOf(party) === 'sms'
    return {
      id: party.id,
      role: isSender ? 'sender' : 'recipient',
      name: party.name,
      organization: party.organization || null,
      email: party.email || null,
      recipientId: party.recipientId || null,
      phone: bySms ? phoneOf(party) : null,
      passedOnBy: party.transfers.map(({ name, organization, at }) => ({
        ...{ name, organization: organization || null, at: at.toISOString() },
      })),
      identification: identification(document, party, record),
      viewing: isSender ? null : viewingOf(document, party, record),
      termsVersion: record?.termsVersion ?? null,
      act: {
        kind: isSender ? 'sent' : 'consented',
        at: (party.processedAt ?? document.createdAt).toISOString(),
        address: record?.address ?? null,
        userAgent: record?.userAgent ?? null,
      },
      notShown: notShownTo(document, party),
      entries: entriesOf(document, party),
      attached: attachedBy(document, party),
    }
  })
}

function identification(
  document: Document,
  party: Participant,
  record: PartyRecord | undefined,
): EvidenceIdentification {
  const method = party.order === 0 ? 'account' : identificationOf(party)
  const correction = method === 'sms' ? record?.correction : null
  return {
    method,
    code: method === 'sms' ? (record?.code ?? null) : null,
    // Whoever gets a code by SMS is asked for no other.
    accessCode: (method === 'mail' || method === 'simple') && party.accessCode !== '',
    siteLogin: record?.statement ?? null,
    numberCorrected: correction
      ? {
          at: correction.at.toISOString(),
          by: document.participants.find(({ memberId }) => memberId === correction.by)?.name ?? '',
          throughWebApi: correction.throughWebApi,
        }
      : null,
  }
}

function viewingOf(
  document: Document,
  { viewedAt }: Participant,
  record: PartyRecord | undefined,
): EvidenceViewing | null {
  if (viewedAt === null) return null
  const shown = record?.pages ?? null
  const pages = document.files.map(({ id, pages: { length } }, file) => {
    const own = shown?.get(id) ?? new Map<number, number>()
    const seconds = [...own.values()].reduce((sum, one) => sum + one, 0)
    return { file, shown: own.size, of: length, seconds }
  })
  return { firstAt: viewedAt.toISOString(), pages: shown === null ? null : pages }
}

function notShownTo({ acts, participants }: Document, { id }: Participant): string[] {
  const act = acts.find((each) => each.participantId === id)
  if (act === undefined || act.shownAct === null) return []
  const { number, shownAct } = act
  const between = acts.filter((each) => each.number > shownAct && each.number < number)
  return between.flatMap((each) => participants.find(({ id }) => id === each.participantId)?.name ?? [])
}

function entriesOf(document: Document, { id }: Participant): EvidenceEntry[] {
  return widgetsInPageOrder(document, id).map((widget) => ({
    file: document.files.findIndex((file) => file.id === widget.fileId),
    page: widget.page + 1,
    kind: widget.kind,
    label: widget.label,
    value: currentValue(widget),
  }))
}

/** Only what was there when everybody had consented; it is kept beside the document unsigned. */
function attachedBy({ attachment }: Document, { id }: Participant): EvidenceParty['attached'] {
  if (attachment?.participantId !== id) return []
  return livingFiles(attachment).map(({ name, sha256 }) => ({ name, sha256 }))
}
