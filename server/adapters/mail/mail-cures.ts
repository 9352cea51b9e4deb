import type { MailOutcome } from '../../usecases/delivery-ports.ts'

/** What an operator does about a mail that the server did not take, or did not say that it took. */
export function cureOfMail(answer: Exclude<MailOutcome, { outcome: 'accepted' }>): string {
  const { reason } = answer
  const status = /^smtp_(\d{3})/.exec(reason)?.[1] ?? ''
  // Replies to a sign-in: 530, 534, 535, 538 (RFC 4954 §6).
  if (/^53[0458]$/.test(status)) return signInCure
  if (status.startsWith('4'))
    return 'nothing, if it passes; else ask whoever runs the mailbox or the mail server'
  if (status.startsWith('5')) return ofRefusal(reason, answer.outcome === 'rejected' && !answer.tryAgain)
  return cures[reason] ?? 'check SMTP_URL, and ask whoever runs the mail server'
}

const signInCure = 'correct the user and the password in SMTP_URL'

const cures: Record<string, string> = {
  name_not_resolved: 'check the host in SMTP_URL, and the name server of this machine',
  connection_failed: 'start the mail server, or check SMTP_URL, the network and the firewall',
  timeout: 'check the port in SMTP_URL, the network and the firewall',
  tls_failed:
    'give the mail server a certificate that is trusted here (NODE_EXTRA_CA_CERTS), or smtps:// and SMTP_STARTTLS as it needs',
  sign_in_failed: signInCure,
  address_malformed: 'nothing here: ask the sender for an address to which mail can go',
  too_large: 'ask whoever runs the mail server to take larger mails',
  attachment_unreadable: 'look at the storage: musubi doctor',
}

/** `final`: about the address or the mail itself; else about this server and its account. Enhanced codes: RFC 3463 §3. */
function ofRefusal(reason: string, final: boolean): string {
  const [, subject = ''] = /_5\.(\d+)\.\d+$/.exec(reason) ?? []
  if (!final) return 'ask whoever runs the mail server to let this server send as MAIL_FROM'
  if (subject === '1' || subject === '2') {
    return 'nothing here: the mailbox is not there, or takes nothing; ask the sender for another address'
  }
  if (subject === '7') {
    return 'look whether the mail server relays for this server, and at SPF and DKIM of the domain in MAIL_FROM'
  }
  return 'nothing, if it is this one address; where every mail is refused, ask whoever runs the mail server'
}
