import type { Mail, MailTransport } from '../delivery-ports.ts'
import { Unavailable } from '../refused.ts'

/**
 * Hands one mail over; answers why it was refused for good, null where it was taken. Throws `Unavailable` where it may be taken
 * later, or was perhaps taken: its job tries again, with the same id.
 */
export async function handOverMail(transport: MailTransport, mail: Mail): Promise<string | null> {
  const outcome = await transport.send(mail)
  if (outcome.outcome === 'accepted') return null
  if (outcome.outcome === 'rejected' && !outcome.tryAgain) return outcome.reason
  throw new Unavailable('the mail server did not take the mail')
}
