import { rightOf } from '#domain/access.ts'
import { type ContractDayKind, isContractDayKind } from '#domain/contract-day.ts'
import { copyLinkEnd } from '#domain/copy-link.ts'
import { type Document, senderOf } from '#domain/document.ts'
import type { DeliverMail } from '#domain/job-request.ts'
import { usualLetterLanguage } from '#domain/letter-language.ts'
import type { MailKind } from '#domain/mail-kind.ts'
import { isAnnouncement, type MailReader, mailReaderOf, mailReaders } from '#domain/mail-reader.ts'
import { type OptionalMail, optionalMailsIn } from '#domain/optional-mail.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import { newestRevision } from '#domain/seal.ts'
import { inCharge } from '#domain/sending.ts'
import { issueMailUrl } from '#domain/signing-url.ts'
import { isForFormerHolder } from '#domain/transfer.ts'
import { copyLinkToken } from '../copy-link.ts'
import type { Mail, MailTransport } from '../delivery-ports.ts'
import { withChoice } from '../letters/letter.ts'
import { mailOffToken } from '../mail-off-link.ts'
import { mailReturnToken } from '../mail-return.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { letterTo } from './document-letters.ts'
import { handOverMail } from './hand-over-mail.ts'
import { logMailTry } from './log-mail-try.ts'
import { noteRejectedMail } from './note-rejected-mail.ts'
import { waitForDay } from './wait-for-day.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'storage' | 'mail' | 'testOutbox'> & {
  publicUrl: string
}

/** All sealed files together, or none is attached: mail servers refuse larger mails. */
const attachmentBytes = 10 * 1024 * 1024

/**
 * One mail to one reader, at least once, with the same id each time; how the try ended is logged. `last`: no other follows
 * where this one fails.
 */
export async function deliverMail(
  needs: Needs,
  document: Document,
  job: Omit<DeliverMail, 'job'>,
  last: boolean,
): Promise<void> {
  const { kind, readerId } = job
  const transport = needs.mail
  if (transport === null) return
  const reader = mailReaderOf(document, readerId)
  if (reader === null || reader.email === '') return
  if (job.automatic === true) waitForDay(document, needs.clock.now())
  if (reader.sends && isOfDay(kind) && (await senderHasLeft(needs, document))) return
  const url =
    kind === 'requested'
      ? await requestUrl(needs, document, reader, job.occasion)
      : consoleUrl(needs, document, reader)
  if (url === null) return
  const to = isContractDayKind(kind)
    ? await toldOfDay(needs, document, { reader, url, kind, day: job.day ?? '' })
    : { reader, url, memberId: reader.sends ? senderOf(document).memberId : null }
  if (to !== null) await deliver(needs, transport, document, { ...job, last }, to)
}

/** Whom a mail goes to. `memberId`: whose choice of mails and of their language holds; `renews`: of an agreement's day. */
type Addressed = { reader: MailReader; url: string; memberId: string | null; renews?: boolean }

/** Of what somebody is to think of on a day, and not of what happened. */
function isOfDay(kind: MailKind): boolean {
  return kind === 'alert' || isContractDayKind(kind)
}

/** Whoever may not sign in any more is told of no day, as a colleague is not. */
async function senderHasLeft({ database: { read } }: Needs, document: Document): Promise<boolean> {
  const { memberId } = senderOf(document)
  return memberId !== null && (await read.member(memberId))?.disabled === true
}

/** Null where the day was corrected meanwhile, which is told on its own, or the reader is no member any more. */
async function toldOfDay(
  { database: { read }, publicUrl }: Needs,
  document: Document,
  { reader, url, kind, day }: { reader: MailReader; url: string; kind: ContractDayKind; day: string },
): Promise<Addressed | null> {
  const attribute = await read.attribute(document.id)
  const recorded = kind === 'contract_end' ? attribute?.validityEndAt : attribute?.validityEndNoticeAt
  if (attribute === null || recorded !== day) return null
  const renews = attribute.autoUpdate === 'yes'
  if (reader.sends) return { reader, url, memberId: senderOf(document).memberId, renews }
  const member = await read.memberByEmail(reader.email)
  if (member === null || member.disabled || member.teamId !== document.teamId) return null
  const page = rightOf(member, document) === null ? '' : `${publicUrl}/console/documents/${document.id}`
  return { reader, url: page, memberId: member.id, renews }
}

/** What an older release left in the queue: one job for all readers of an occasion. */
export async function sendMail(
  needs: Needs,
  document: Document,
  { kind, participantId }: { kind: MailKind; participantId: string | null },
): Promise<void> {
  const documentId = document.id
  const readers = isAnnouncement(kind)
    ? mailReaders(document, kind).map(({ id }) => id)
    : [participantId ?? '']
  for (const readerId of readers)
    await deliverMail(needs, document, { documentId, kind, readerId, occasion: '' }, false)
}

/** A new link for this turn; null when the turn has passed meanwhile, or the place was passed on. */
async function requestUrl(
  needs: Needs,
  document: Document,
  reader: MailReader,
  occasion: string,
): Promise<string | null> {
  const token = needs.random.token(32)
  const id = needs.random.id()
  const issued = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(document.id)
    const participant = current === null ? null : inCharge(current, reader.id)
    if (current === null || participant === null) return false
    // By now another person's, or another address than the one that was read before the lock.
    if (isForFormerHolder(participant, occasion) || participant.email !== reader.email) return false
    const alive = await tx.signingUrls.aliveOf(reader.id)
    const decision = issueMailUrl(current, participant, alive, id, needs.clock.now())
    tx.signingUrls.queueEnd(decision.next.ended, needs.clock.now())
    tx.signingUrls.queueInsert(decision.next.url, needs.secrets.keyedHash('signing-url', token))
    tx.record(decision.events)
    return true
  })
  return issued ? `${needs.publicUrl}/s/${token}${spokenAt(reader)}` : null
}

function consoleUrl({ publicUrl }: Needs, document: Document, reader: MailReader): string {
  return reader.sends ? `${publicUrl}/console/documents/${document.id}` : ''
}

async function deliver(
  needs: Needs,
  transport: MailTransport,
  document: Document,
  { last, ...job }: Omit<DeliverMail, 'job'> & { last: boolean },
  { reader, url, memberId, renews = false }: Addressed,
) {
  const { kind, occasion, again } = job
  const isMember = reader.sends || memberId !== null
  const optional = isMember ? optionalMailsIn([kind])[0] : undefined
  if (optional !== undefined && (await isOff(needs, memberId, optional))) return
  const wanted = kind === 'concluded' && again !== true && (await attaches(needs, document))
  const copies = wanted ? await sealedCopies(needs, document) : []
  const linked = kind === 'concluded' && copies.length === 0 && !reader.sends
  const language = isMember ? await spokenBy(needs, memberId) : reader.language
  const letter = letterTo({ ...reader, language }, document, {
    kind,
    occasion,
    url: linked ? copyLinkTo(needs, document, reader, occasion) : url,
    again: again === true,
    copies: copies.length > 0 ? 'attached' : linked ? 'linked' : wanted ? 'too_large' : 'on_page',
    about: document.participants.find(({ id }) => id === job.about) ?? null,
    alert: kind === 'alert' ? await needs.database.read.alert(document.id) : null,
    ...{ day: job.day ?? '', renews },
  })
  // The sender's has its job under another name.
  const one = { ...job, readerId: reader.id }
  const returnToken = mailReturnToken(needs.secrets, one)
  try {
    const mail: Mail = {
      idempotencyKey: [document.id, kind, reader.id, ...(occasion === '' ? [] : [occasion])].join('.'),
      to: reader.email,
      letter: optional === undefined ? letter : withChoice(letter),
      ...(optional === undefined ? {} : { choice: choiceFor(needs, memberId, optional) }),
      ...(returnToken === null ? {} : { returnToken }),
      attachments: copies.map(({ name, path }) => ({ name, mediaType: 'application/pdf', path })),
    }
    const refusedBecause = await handOverMail(transport, mail).catch(async (error: unknown) => {
      await logMailTry(needs, document.teamId, one, last ? 'given_up' : 'deferred')
      throw error
    })
    if (refusedBecause === null) await logMailTry(needs, document.teamId, one, 'sent')
    else await noteRejectedMail(needs, one, refusedBecause)
  } finally {
    for (const copy of copies) await copy.dispose()
  }
}

/** Does the team want the files in its mails? */
async function attaches({ database }: Needs, { teamId }: Document): Promise<boolean> {
  return (await database.read.team(teamId)).concludedMail === 'attached'
}

/** Pages speak Japanese and English, and begin in what the mail speaks where they can. */
function spokenAt({ language }: Pick<MailReader, 'language'>): string {
  return language === 'en' ? '?lang=en' : ''
}

function copyLinkTo(
  { secrets, publicUrl, clock }: Needs,
  { id: documentId }: Document,
  { id: readerId, language }: MailReader,
  occasion: string,
): string {
  const endsAt = copyLinkEnd(occasion === '' ? clock.now() : new Date(occasion))
  const token = copyLinkToken(secrets, { documentId, readerId, endsAt })
  return `${publicUrl}/c/${token}${spokenAt({ language })}`
}

/** Does the member who sent the document do without mails of this kind? */
async function isOff({ database }: Needs, memberId: string | null, kind: OptionalMail): Promise<boolean> {
  return memberId !== null && (await database.read.mailsOff(memberId)).includes(kind)
}

/** The language that the sender, who is a member, wants their mails in. */
async function spokenBy({ database }: Needs, memberId: string | null): Promise<RecipientLanguage> {
  const chosen = memberId === null ? null : await database.read.letterLanguage(memberId)
  return chosen ?? usualLetterLanguage
}

/** Where one press ends mails of this kind; where nobody is to be named, the page on which members choose. */
function choiceFor({ secrets, publicUrl }: Needs, memberId: string | null, kind: OptionalMail): string {
  const path = memberId === null ? 'console/mails' : `u/${mailOffToken(secrets, { memberId, kind })}`
  return `${publicUrl}/${path}`
}

async function sealedCopies({ storage }: Needs, document: Document) {
  const sealed = document.files.flatMap(({ id, name }) => {
    const revision = newestRevision(document, id)
    return revision === null ? [] : [{ name, ...revision }]
  })
  if (document.certificate !== null)
    sealed.push({ name: '合意締結証明書.pdf', fileId: '', ...document.certificate })
  if (sealed.reduce((sum, each) => sum + each.bytes, 0) > attachmentBytes) return []
  return Promise.all(
    sealed.map(async ({ name, storageKey, sha256 }) => ({
      name,
      ...(await storage.localCopy(storageKey, sha256)),
    })),
  )
}
