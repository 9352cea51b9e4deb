/**
 * Everything that can happen to a document: the vocabulary of the audit trail. Audit rows, jobs, webhooks and mails are
 * read off facts; nobody composes them by hand. Facts hold ids and masked values only, so that the trail never has to
 * be touched when personal data is deleted or keys rotate.
 */
export type Fact = { at: Date; documentId: string } & (
  | { type: 'document.created' }
  | { type: 'document.imported'; fileId: string; sha256: string; bytes: number; pages: number }
  | { type: 'document.updated'; fields: string[] }
  | { type: 'document.deleted' }
  | { type: 'document.cloned'; templateId: string; files: { fileId: string; sha256: string }[] }
  | {
      type: 'template.saved'
      draftId: string
      slots: number
      files: { fileId: string; sha256: string }[]
    }
  | { type: 'template.shared' }
  | { type: 'template.unshared' }
  | { type: 'template.renamed' }
  | { type: 'template.deleted' }
  | { type: 'file.added'; fileId: string; sha256: string; bytes: number; pages: number }
  | { type: 'file.removed'; fileId: string }
  | { type: 'participant.added'; participantId: string; order: number }
  | { type: 'participant.updated'; participantId: string; fields: string[] }
  | { type: 'participant.removed'; participantId: string }
  | { type: 'participant.tel_corrected'; participantId: string; telEnding: string }
  | { type: 'widget.added'; widgetId: string; fileId: string; participantId: string; kind: string }
  | { type: 'widget.updated'; widgetId: string }
  | { type: 'widget.removed'; widgetId: string }
  | { type: 'attachment.requested'; attachmentId: string; participantId: string; required: boolean }
  | { type: 'attachment.changed'; attachmentId: string; participantId: string; fields: string[] }
  | { type: 'attachment.removed'; attachmentId: string; participantId: string }
  | { type: 'reportee.added'; reporteeId: string }
  | { type: 'reportee.updated'; reporteeId: string; fields: string[] }
  | { type: 'reportee.removed'; reporteeId: string }
  | { type: 'attribute.updated'; fields: string[] }
  | { type: 'alert.updated'; fields: string[] }
  | { type: 'document.filed'; cabinetId: string | null }
  | { type: 'document.sent'; files: { fileId: string; sha256: string }[] }
  | { type: 'turn.started'; participantId: string; expiresAt: string; method: 'sms' | 'simple' | 'mail' }
  | {
      type: 'signing_url.issued'
      participantId: string
      urlId: string
      expiresAt: string
      statement?: StatedLogin
    }
  | {
      type: 'signing_url.ended'
      participantId: string
      urlId: string
      reason: 'too_many' | 'tel_corrected' | 'reminded'
    }
  | { type: 'tel.mismatched'; participantId: string; urlId: string }
  | { type: 'access_code.mismatched'; participantId: string; urlId: string }
  | { type: 'signing_url.paused'; participantId: string; urlId: string; until: string }
  | { type: 'tel.matched'; participantId: string; urlId: string; sessionId: string }
  | { type: 'sms_code.requested'; participantId: string; smsId: string; telEnding: string }
  | { type: 'sms.submitted'; participantId: string; smsId: string; segments: number }
  | { type: 'sms.rejected'; participantId: string; smsId: string }
  | { type: 'sms.unknown'; participantId: string; smsId: string }
  | { type: 'sms_code.wrong'; participantId: string; triesLeft: number }
  | { type: 'participant.locked'; participantId: string }
  | { type: 'participant.unlocked'; participantId: string }
  | {
      type: 'participant.authenticated'
      participantId: string
      sessionId: string
      urlId: string
      method: 'sms' | 'simple' | 'mail'
    }
  | { type: 'terms.agreed'; participantId: string; termsVersion: string }
  | { type: 'document.viewed'; participantId: string; sessionId: string }
  | { type: 'inputs.saved'; participantId: string; widgetIds: string[] }
  | {
      type: 'attached_file.added'
      participantId: string
      attachmentId: string
      attachedFileId: string
      sha256: string
      bytes: number
    }
  | {
      type: 'attached_file.deleted'
      participantId: string
      attachmentId: string
      attachedFileId: string
    }
  | {
      type: 'participant.consented'
      participantId: string
      sessionId: string
      act: number
      shown: { fileId: string; sha256: string }[]
      last: boolean
    }
  | { type: 'participant.declined'; participantId: string; sessionId: string }
  | { type: 'document.cancelled' }
  | { type: 'act.signed'; act: number; files: { fileId: string; sha256: string }[]; last: boolean }
  | { type: 'document.concluded'; files: { fileId: string; sha256: string }[]; certificateSha256: string }
)

export type FactType = Fact['type']

/** How the integrating site says that it authenticated this user; printed on the certificate. */
export type LoginStatement = StatedLogin & { subject: string }

/** The part that the trail holds. Of whom it was said is personal, and kept sealed with the URL. */
export type StatedLogin = { method: string; instant: string }

/**
 * The audit row as it is hashed: keys sorted, no white space, so that a stranger can compute it again.
 * The chain is `hash(n) = SHA-256(hash(n-1) as hex + "\n" + canonical row)`; the first predecessor is 64 zeros.
 */
export function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/** What follows from a fact besides its audit row: the jobs that it writes in the same transaction. */
export type Errand =
  | { job: 'sign-act'; documentId: string; act: number }
  | { job: 'conclude-document'; documentId: string }
  | { job: 'send-sms'; smsId: string }
  | { job: 'send-mail'; documentId: string; kind: MailKind; participantId: string | null }

export type MailKind = 'requested' | 'concluded' | 'declined' | 'cancelled'

/** The one table that knows who hears about a fact. */
export function errandsOf(fact: Fact): Errand[] {
  const { documentId } = fact
  switch (fact.type) {
    case 'document.sent':
      return [{ job: 'sign-act', documentId, act: 0 }]
    case 'turn.started':
      // Embedded recipients are led to the document by the integrating site.
      return fact.method === 'mail'
        ? [{ job: 'send-mail', documentId, kind: 'requested', participantId: fact.participantId }]
        : []
    case 'sms_code.requested':
      return [{ job: 'send-sms', smsId: fact.smsId }]
    case 'participant.consented':
      return [{ job: 'sign-act', documentId, act: fact.act }]
    case 'act.signed':
      return fact.last ? [{ job: 'conclude-document', documentId }] : []
    case 'participant.declined':
      return [{ job: 'send-mail', documentId, kind: 'declined', participantId: null }]
    case 'document.cancelled':
      return [{ job: 'send-mail', documentId, kind: 'cancelled', participantId: null }]
    case 'document.concluded':
      return [{ job: 'send-mail', documentId, kind: 'concluded', participantId: null }]
    default:
      return []
  }
}
