/** What a mail about a document is about. */
export type MailKind =
  | 'requested'
  | 'concluded'
  | 'declined'
  | 'cancelled'
  | 'sealing_failed'
  | 'alert'
  | 'mail_rejected'
  | 'sms_undelivered'
  | 'tel_requested'
  | 'transferred'
