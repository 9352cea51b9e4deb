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
