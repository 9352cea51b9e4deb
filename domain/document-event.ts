import type { MailKind } from './mail-kind.ts'
import type { RemindersChanged } from './reminder-choice.ts'
import type { TelRequestEvent } from './tel-request-event.ts'

/**
 * Everything that can happen to a document: the vocabulary of the audit trail. Audit rows, jobs, webhooks and mails are
 * read off events; nobody composes them by hand. Document events hold ids and masked values only, so that the trail
 * never has to be touched when personal data is deleted or keys rotate.
 */
export type DocumentEvent = { at: Date; documentId: string } & (
  | { type: 'document.created' }
  | { type: 'document.imported'; fileId: string; sha256: string; bytes: number; pages: number }
  | { type: 'document.updated'; fields: string[] }
  | { type: 'document.deleted' }
  /** A new draft with the parts of another document of its sender's. */
  | { type: 'document.duplicated'; sourceId: string; files: { fileId: string; sha256: string }[] }
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
  /** `repairedFrom`: SHA-256 of a damaged upload whose rebuilt bytes these are. */
  | {
      type: 'file.added'
      fileId: string
      sha256: string
      bytes: number
      pages: number
      repairedFrom?: string
      deadSignatures?: number
    }
  | { type: 'file.removed'; fileId: string }
  /** Of a template. `moved`, `dropped`: how many fields had no place on the new pages. */
  | {
      type: 'file.replaced'
      fileId: string
      replacedId: string
      sha256: string
      bytes: number
      pages: number
      moved: number
      dropped: number
      repairedFrom?: string
    }
  | { type: 'participant.added'; participantId: string; order: number }
  | { type: 'participant.updated'; participantId: string; fields: string[] }
  | { type: 'participant.removed'; participantId: string }
  | { type: 'participants.ordered' }
  | { type: 'participant.tel_corrected'; participantId: string; telEnding: string }
  | TelRequestEvent
  /** The place is another person's from the next row on; who held it before is told by the document. */
  | { type: 'participant.transferred'; participantId: string; transferId: string }
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
  /** Its day has come, and the sender is reminded. */
  | { type: 'alert.due'; readers: string[] }
  /** A day of the document's information has come. */
  | { type: 'contract_end.due'; day: string; readers: string[] }
  | { type: 'notice_end.due'; day: string; readers: string[] }
  /** A link to the sealed files had ended, and somebody who has it asked for another, which goes to the reader. */
  | { type: 'copy_link.requested'; readerId: string }
  /** Of a test document, by a call. */
  | { type: 'test_clock.moved'; seconds: number }
  | { type: 'document.filed'; cabinetId: string | null }
  /** Without `approverId` any approver may answer. Who asked and who answered is the actor of the row. */
  | { type: 'approval.requested'; requestId: string; approverId?: string }
  | { type: 'approval.given'; requestId: string }
  | { type: 'approval.returned'; requestId: string }
  /** `approval`: the request that was answered with yes, where the team wants one. */
  | { type: 'document.sent'; files: { fileId: string; sha256: string }[]; approval?: string }
  | RemindersChanged
  /** By the plan, the link goes by SMS once more; for recipients by mail it is `turn.started`. */
  | { type: 'reminder.due'; participantId: string }
  /** `again`: the turn had begun before, and this is a reminder; `automatic`: by the document's plan. */
  | {
      type: 'turn.started'
      participantId: string
      expiresAt: string
      method: 'sms' | 'simple' | 'mail'
      again?: true
      automatic?: true
    }
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
      reason: EndReason
    }
  | { type: 'tel.mismatched'; participantId: string; urlId: string }
  | { type: 'access_code.mismatched'; participantId: string; urlId: string }
  | { type: 'signing_url.paused'; participantId: string; urlId: string; until: string }
  | { type: 'tel.matched'; participantId: string; urlId: string; sessionId: string }
  /** `channel`, here and below: the code is read aloud in a call. */
  | { type: 'sms_code.requested'; participantId: string; smsId: string; telEnding: string; channel?: 'voice' }
  | { type: 'link_sms.requested'; participantId: string; smsId: string; telEnding: string }
  | { type: 'sms.submitted'; participantId: string; smsId: string; segments: number; channel?: 'voice' }
  | { type: 'sms.rejected'; participantId: string; smsId: string; channel?: 'voice' }
  | { type: 'sms.unknown'; participantId: string; smsId: string; channel?: 'voice' }
  /** By the gateway's receipt: it had taken the SMS and could not bring it. */
  | {
      type: 'sms.undelivered'
      participantId: string
      smsId: string
      reason: 'undelivered' | 'expired' | 'rejected'
      channel?: 'voice'
    }
  /**
   * A mail server refused the mail for good. `status`: the enhanced code (RFC 3463), else the reply (RFC 5321 §4.2), or
   * our word for what is wrong with the address or the mail. The reader is a participant or a reportee.
   */
  | {
      type: 'mail.rejected'
      participantId?: string
      reporteeId?: string
      kind: MailKind
      occasion: string
      status: string
    }
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
  | {
      type: 'pages.shown'
      participantId: string
      sessionId: string
      /** `asText`: of these seconds, those in which the page was there as text; absent where it never was. */
      files: {
        fileId: string
        pages: [page: number, seconds: number][]
        asText?: [page: number, seconds: number][]
      }[]
    }
  | { type: 'pages.not_recorded'; participantId: string; sessionId: string }
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
      /** Others of the group whose act came before this one and was not on the pages that were shown. */
      notShown?: string[]
    }
  /** `readers`, here and below: participants and reportees who are told by mail, one for each address. */
  | { type: 'participant.declined'; participantId: string; sessionId: string; readers: string[] }
  | { type: 'document.cancelled'; because?: 'sealing.failed'; readers: string[] }
  /** `next`: a later act that waits to be signed anew. */
  | {
      type: 'act.signed'
      act: number
      files: { fileId: string; sha256: string }[]
      last: boolean
      next?: number
    }
  /** Acts from this one on are signed anew. */
  | { type: 'acts.reopened'; act: number; reason: ReopeningReason }
  /** The final verification, or the drawing, refuses a file again and again. */
  | { type: 'sealing.failed'; reason: string; readers: string[] }
  | {
      type: 'document.concluded'
      files: { fileId: string; sha256: string }[]
      certificateSha256: string
      readers: string[]
    }
  /** A further archive timestamp covers each file, and the certificate of agreement; `number`: how many went before it. */
  | {
      type: 'archive.renewed'
      number: number
      files: { fileId: string; sha256: string }[]
      certificateSha256: string
      endsAt: string
    }
)

/** Why a consent URL ended before its time. */
export type EndReason = 'too_many' | 'tel_corrected' | 'reminded' | 'transferred'

export type DocumentEventType = DocumentEvent['type']

/** Its certificate was not in force when it signed; or the final verification would refuse what an earlier release drew. */
export type ReopeningReason = 'certificate_out_of_time' | 'drawn_by_earlier_release'

/** How the integrating site says that it authenticated this user; printed on the certificate. */
export type LoginStatement = StatedLogin & { subject: string }

/** The part that the trail holds. Of whom it was said is personal, and kept sealed with the URL. */
export type StatedLogin = { method: string; instant: string }
