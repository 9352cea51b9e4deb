/** What a member is told of their own account, so that they notice what they did not do. */
export type AccountNotice =
  | 'new_device'
  | 'password_changed'
  | 'app_added'
  | 'app_removed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'recovery_code_used'
  | 'recovery_codes_made'
  | 'factors_reset'
  /** They asked for it, to see whether mails arrive. */
  | 'mail_test'

/** One mail to one member about their account. `occasion`: when. `browser`, `system`: of the device; empty where unknown. */
export type MailAccountNotice = {
  job: 'mail-account-notice'
  memberId: string
  notice: AccountNotice
  occasion: string
  browser: string
  system: string
  /** Recovery codes that are left. */
  left: number
}

/** The mail with the link for a lost password, if the address of the request is a member's. */
export type MailPasswordLink = { job: 'mail-password-link'; requestId: string }
