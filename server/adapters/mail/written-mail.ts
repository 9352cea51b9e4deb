import type { Mail, MailOutcome } from '../../usecases/delivery-ports.ts'

/** A mail whose letter is written: as text and, beside it, as HTML. */
export type WrittenMail = Omit<Mail, 'letter'> & { subject: string; text: string; html?: string }

/** Carries a written mail. Never throws for what goes wrong at the other side. */
export interface WrittenMailTransport {
  send(mail: WrittenMail): Promise<MailOutcome>
  /** Lets go of what is kept between mails. */
  close(): void
}
