import { type Document, senderOf } from '#domain/document.ts'
import type { MailKind } from '#domain/fact.ts'
import { identificationOf, type Language, type Participant } from '#domain/participant.ts'
import { newestRevision } from '#domain/seal.ts'
import { inCharge } from '#domain/sending.ts'
import { issueMailUrl } from '#domain/signing-url.ts'
import type { Mail, MailTransport } from '../delivery-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'
import { Unavailable } from '../refused.ts'
import { mailWords } from './mail-words.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets' | 'storage' | 'mail'> & {
  publicUrl: string
}

/** All sealed files together, or none is attached: mail servers refuse larger mails. */
const attachmentBytes = 10 * 1024 * 1024

/** Mail of one fact, at least once to each reader, with the same id each time. */
export async function sendMail(
  needs: Needs,
  { documentId, kind, participantId }: { documentId: string; kind: MailKind; participantId: string | null },
): Promise<void> {
  const document = await needs.database.read.document(documentId)
  if (document === null || needs.mail === null) return
  for (const reader of readersOf(document, kind, participantId)) {
    const url =
      kind === 'requested' ? await requestUrl(needs, document, reader) : consoleUrl(needs, document, reader)
    if (url === null) continue
    await deliver(needs, needs.mail, document, kind, reader, url)
  }
}

/** Whom one mail goes to. `sends`: the sender, who has the console. */
type Reader = { id: string; name: string; email: string; language: Language; sends: boolean }

/**
 * Embedded recipients get the concluded document if the sender gave an address, and nothing else. So do reportees, in
 * Japanese, for nobody asks for their language.
 */
function readersOf(document: Document, kind: MailKind, participantId: string | null): Reader[] {
  const participants = participantsOf(document, kind, participantId)
  const reportees = kind === 'concluded' ? document.reportees : []
  return [
    ...participants.map((each) => ({ ...each, sends: each.order === 0 })),
    ...reportees.map((each) => ({ ...each, language: 'ja' as const, sends: false })),
  ]
}

function participantsOf(document: Document, kind: MailKind, participantId: string | null): Participant[] {
  const withAddress = document.participants.filter((each) => each.email !== '')
  switch (kind) {
    case 'requested':
      return withAddress.filter((each) => each.id === participantId && identificationOf(each) === 'mail')
    case 'concluded':
      return withAddress
    case 'declined':
      return withAddress.filter((each) => each.order === 0)
    case 'cancelled':
      return withAddress.filter(
        (each) => each.order > 0 && each.status === 'cancelled' && identificationOf(each) === 'mail',
      )
  }
}

/** A new link for this turn; null when the turn has passed meanwhile. */
async function requestUrl(needs: Needs, document: Document, reader: Reader): Promise<string | null> {
  const token = needs.random.token(32)
  const id = needs.random.id()
  const issued = await needs.database.transaction(systemOrigin, async (tx) => {
    const current = await tx.documents.lock(document.id)
    if (current === null || inCharge(current)?.id !== reader.id) return false
    const decision = issueMailUrl(current, await tx.signingUrls.aliveOf(reader.id), id, needs.clock.now())
    await tx.signingUrls.end(decision.next.ended, needs.clock.now())
    await tx.signingUrls.insert(decision.next.url, needs.secrets.keyedHash('signing-url', token))
    await tx.record(decision.facts)
    return true
  })
  return issued ? `${needs.publicUrl}/s/${token}` : null
}

function consoleUrl({ publicUrl }: Needs, document: Document, reader: Reader): string {
  return reader.sends ? `${publicUrl}/console/documents/${document.id}` : ''
}

async function deliver(
  needs: Needs,
  transport: MailTransport,
  document: Document,
  kind: MailKind,
  reader: Reader,
  url: string,
) {
  const sender = senderOf(document)
  const copies = kind === 'concluded' ? await sealedCopies(needs, document) : []
  const words = mailWords(kind, reader.language, {
    to: reader.name,
    sender: sender.organization === '' ? sender.name : `${sender.organization} ${sender.name}`,
    title: document.title,
    url,
    comment: document.declineComment,
    attached: copies.length > 0,
  })
  try {
    const mail: Mail = {
      idempotencyKey: `${document.id}.${kind}.${reader.id}`,
      to: reader.email,
      ...words,
      attachments: copies.map(({ name, path }) => ({ name, mediaType: 'application/pdf', path })),
    }
    const outcome = await transport.send(mail)
    if (outcome.outcome === 'unknown' || (outcome.outcome === 'rejected' && outcome.tryAgain)) {
      throw new Unavailable('the mail server did not take the mail')
    }
  } finally {
    for (const copy of copies) await copy.dispose()
  }
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
    sealed.map(async ({ name, storageKey }) => ({ name, ...(await storage.localCopy(storageKey)) })),
  )
}
