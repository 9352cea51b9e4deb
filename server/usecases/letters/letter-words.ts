import type { AccountNotice } from '#domain/account-notice.ts'

/**
 * What each occasion has to tell; the tables of the four languages say it. `to`: the reader's name. `sender`: the sender's
 * organization and name. `title`: of the document. `url`: where the one act of the letter leads; empty where there is none.
 */
export type Facts = {
  /** `from`: who passed it on, with `words` to the reader; empty where nobody did. */
  requested: OfDocument & Record<'sender' | 'url' | 'message' | 'from' | 'words', string> & { again: boolean }
  /** `copies`: in this mail, or on the page of `url`: the sender's (`too_large`: for no choice of theirs), or by a link that ends. */
  concluded: OfDocument & { url: string; copies: 'attached' | 'on_page' | 'too_large' | 'linked' }
  /** `sends`: the reader is the sender, who alone hears the reason. */
  declined: OfDocument & { url: string; reason: string; sends: boolean }
  cancelled: OfDocument & { sender: string; comment: string }
  sealing_failed: OfDocument & { url: string }
  /** `day`: of the alert, `2027-03-31`. */
  alert: OfDocument & { url: string; day: string; memo: string }
  /** `renews`: the agreement is recorded as one that goes on by itself. */
  contract_end: OfDocument & { url: string; day: string; renews: boolean }
  notice_end: OfDocument & { url: string; day: string; renews: boolean }
  /** A request reached no mailbox. `who`: the recipient. */
  mail_rejected: OfDocument & { url: string; who: string }
  /** A code reached no phone. */
  sms_undelivered: OfDocument & { url: string; who: string }
  /** Somebody who holds the consent URL of `who` asks for another number. */
  tel_requested: OfDocument & { url: string; who: string }
  /** `who` passed the document on to `whom`. `code`: an access code stands before it, which only the sender can tell. */
  transferred: OfDocument & { url: string; who: string; whom: string; code: boolean }
  /** To an approver. `comment`: the sender's words. */
  approval_requested: OfDocument & { sender: string; url: string; comment: string }
  approved: OfDocument & { url: string }
  /** `answer`: what is to be mended. */
  returned: OfDocument & { url: string; answer: string }
  invitation: OfTeam
  /** A new password for somebody who has one. */
  access_reset: OfTeam
  /** A link for whoever lost their password. */
  password_lost: { to: string; url: string }
  /** Something of the member's own account was changed. `device`: empty where unknown; `left`: recovery codes. */
  account_notice: { to: string; url: string; notice: AccountNotice; at: Date; device: string; left: number }
  /** Webhooks do not arrive at `host`, `why` in the reader's language; `gone`: it said that it ended, and was switched off. */
  webhook_trouble: { to: string; url: string; host: string; why: string; gone: boolean }
  /** The SMS of a day run out: four fifths are used, or all, or a limit of none was set. */
  sms_limit: { to: string; url: string; limit: number; used: 'most' | 'all' }
  /** `count` documents come to the end of their retention, the first of them on `day`, `2034-05-31`. */
  retention_near: { to: string; url: string; count: number; day: string }
}

type OfDocument = { to: string; title: string }
type OfTeam = { to: string; team: string; url: string }

export type Occasion = keyof Facts

/** What one letter says. The rest of a `Letter` follows from the facts. */
export type LetterWords = {
  /** Of the subject, before the document's title. */
  subject: string
  heading: string
  says: string[]
  quote?: keyof LetterTable['quotes']
  act?: { lead: string; label: string }
  notes?: string[]
}

/** One language. The compiler asks for every occasion. */
export type LetterTable = {
  greeting: (name: string) => string
  /** What helps where the button cannot be pressed. */
  actHelp: string
  /** Where a member may do without such letters. */
  choice: string
  /** The end of every letter. */
  automatic: string
  /** What a quote is called. */
  quotes: Record<'message' | 'words' | 'reason' | 'comment' | 'memo' | 'answer', string>
} & { [Each in Occasion]: (facts: Facts[Each]) => LetterWords }

/** Where the subject is the heading, for no title follows it. */
export function headed(heading: string): Pick<LetterWords, 'subject' | 'heading'> {
  return { subject: heading, heading }
}
