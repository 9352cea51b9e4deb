/**
 * 対応が必要なこと: something about a document that went wrong or waits for its sender, or a day on which something of it comes
 * due. The database notes and forgets them with the events (migration `matters`); pages only read them.
 */
type TroubleKind = 'tel_request' | 'locked' | 'sms' | 'mail' | 'sealing'

/**
 * `turn`: until then the recipient in charge may act; `alert`: a day that the sender noted; `contract_end` and `notice_end`:
 * days of the document's information.
 */
export const dueKinds = ['turn', 'alert', 'notice_end', 'contract_end'] as const

export type DueKind = (typeof dueKinds)[number]
export type MatterKind = TroubleKind | DueKind

/** `participantId`: whom it is about; empty where it is about the document. `at`: since when, or when it is due. */
export type Matter = { documentId: string; participantId: string; kind: MatterKind; at: Date }

/** More of a kind are not counted. */
export const mostMatters = 1_000
