// What hangs on a document. Types alone, and no import: the rules of each part (participant.ts, file.ts, …) take the whole
// document, so that a type beside its rules would close a circle. The file of each part exports its types; take them there.

/** `waiting`: not yet their turn. `confirming`: their turn. `signing`: consented, the last seal is being made. */
export type ParticipantStatus =
  | 'waiting'
  | 'draft'
  | 'delivering'
  | 'confirming'
  | 'sent'
  | 'confirmed'
  | 'filled'
  | 'declined'
  | 'cancelled'
  | 'signing'

export type RecipientLanguage = 'ja' | 'en' | 'zh-CHS' | 'zh-CHT'

export type Participant = {
  id: string
  /** 0 is the sender; recipients act in this order, those of one group at the same time. */
  order: number
  /** Recipients with the same one stand side by side and are asked at the same time; empty: one after the other. */
  groupId: string
  /** The sender's member id. */
  memberId: string | null
  email: string
  name: string
  organization: string
  status: ParticipantStatus
  accessCode: string
  language: RecipientLanguage
  tel: string
  recipientId: string
  callback: boolean
  /** The number of a place that a template left open; null for everybody who is somebody. */
  slot: number | null
  processedAt: Date | null
  /** End of the turn; only while `confirming`. */
  accessExpiresAt: Date | null
  /** The phone, the site's word or the link was proven for this document. */
  authenticatedAt: Date | null
  viewedAt: Date | null
  /** Set when wrong codes locked this participant (never the document). */
  lockedAt: Date | null
  /** The newest request of theirs for another number; null where they made none, or where it is settled otherwise. */
  telRequest: TelRequest | null
  /** Who held this place before and passed it on, the first one first. */
  transfers: Transfer[]
}

/** 転送: a recipient by e-mail passed their place on. The name, organization and address are those of whoever did. */
export type Transfer = {
  id: string
  name: string
  organization: string
  email: string
  at: Date
  /** Their words to the next one. */
  message: string
}

/**
 * 番号の訂正のお願い: whoever holds the consent URL says that the registered number is not theirs, and which one is. Nothing
 * goes to `tel` before the sender has approved.
 */
export type TelRequest = {
  id: string
  state: 'open' | 'approved' | 'refused'
  /** The number asked for; empty once answered, as is the reason. */
  tel: string
  reason: string
  askedAt: Date
  /** From where, as far as we were told. */
  address: string | null
  userAgent: string | null
  answeredAt: Date | null
}

type PageSize = { width: number; height: number }

/** A PDF of the document. `sha256` and `bytes` are those of what is to be signed; sealed revisions are separate. */
export type File = {
  id: string
  name: string
  /** From 0, without gaps. */
  order: number
  pages: PageSize[]
  sha256: string
  bytes: number
  storageKey: string
  /** It carried signatures when it was uploaded: these must stay valid. */
  signed: boolean
  /** DocMDP level of an upload that was certified; 2 allows no widgets. */
  docMdp: 1 | 2 | 3 | null
  /** SHA-256 of the upload as it came, where it needed repair and the rebuilt bytes took its place; else null. */
  repairedFrom: string | null
  /** Signatures that had lost their bytes before the upload (it was saved anew); sending drops what is left of them. */
  deadSignatures: number
}

/** 押印, フリーテキスト, チェックボックス. */
export type WidgetKind = 'seal' | 'text' | 'checkbox'

/** A mark on a page. Points from the top-left corner of the visible page; `page` from 0. */
export type Widget = {
  id: string
  kind: WidgetKind
  participantId: string
  fileId: string
  page: number
  x: number
  y: number
  w: number
  h: number
  fontSize: number | null
  /** On the wire: the sender's value, a recipient's default, after consent what was consented to. */
  text: string
  label: string
  required: boolean
  /** What the recipient has typed so far; null until they touch it. Not on the wire before consent. */
  input: string | null
  /** Text given at consent (or by the sender): nothing changes it any more. */
  filled: boolean
}

/**
 * One act of a party that the operator signs as a witness: the sending (number 0), then one consent after another.
 * Each is signed by its own job right after it, in order. `revisions` holds, per file, the bytes that this act's
 * signature closed; empty until signed, and out of date while it is signed anew.
 */
export type Act = {
  number: number
  participantId: string
  at: Date
  signedAt: Date | null
  /**
   * After which act the pages were that this party had on the screen. In a group it may be an earlier one than the last before
   * this act: what others of the group did in between was not shown. Null in acts of before there were groups.
   */
  shownAct: number | null
  revisions: Revision[]
}

/** The newest complete bytes of a file after an act. */
export type Revision = { fileId: string; sha256: string; bytes: number; storageKey: string }

/**
 * What follows the last act: data that prove the certificates, and a time stamp of an authority over everything before. The
 * first comes with the conclusion and has number 0, each renewal one more. `until`: the first end among the certificates of
 * the authorities that stamped; before it the next one is due.
 */
export type Archive = {
  number: number
  at: Date
  until: Date
  revisions: Revision[]
  certificate: SealedCertificate
}

/** The certificate of agreement, itself sealed. */
export type SealedCertificate = { sha256: string; bytes: number; storageKey: string }

/**
 * What stands in the way of a document's seal and will not pass by itself: the final verification, or the drawing,
 * refused a file. `failedAt`: everybody has been told; until then it is only tried again.
 */
export type SealingTrouble = { tries: number; failedAt: Date | null; reason: string }

/**
 * 承認: the newest request for a yes before sending. `content`: a keyed hash of what was asked for; whatever is changed afterwards
 * needs another yes. Members by their ids; `approverId` null: any approver of the team.
 */
export type Approval = {
  id: string
  state: 'requested' | 'approved' | 'returned'
  content: string
  approverId: string | null
  /** The sender's words to the approver. */
  comment: string
  askedAt: Date
  answeredBy: string | null
  answeredAt: Date | null
  /** What is to be mended, as the approver says. */
  answer: string
}

/** 共有先: someone who is told of the outcome and takes no part. */
export type Reportee = {
  id: string
  email: string
  name: string
  organization: string
}

/** A file that the sender asks one recipient for; at most one request in a document. */
export type Attachment = {
  id: string
  /** The recipient who is asked. */
  participantId: string
  description: string
  /** Without a file there is no consent. */
  required: boolean
  files: AttachedFile[]
}

/** What the recipient uploaded. A deleted one keeps its row, so that the trail can be read; its bytes go. */
export type AttachedFile = {
  id: string
  name: string
  status: 'valid' | 'deleted'
  mediaType: string
  /** Lower-case hex of the stored bytes. */
  sha256: string
  bytes: number
  storageKey: string
  uploadedAt: Date
}
