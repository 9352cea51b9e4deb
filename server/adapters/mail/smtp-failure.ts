import type { MailOutcome } from '../../usecases/delivery-ports.ts'

/** What nodemailer tells about a failed mail besides its words, which hold addresses. */
type SmtpError = { code?: unknown; command?: unknown; responseCode?: unknown; response?: unknown }

function partsOf(error: unknown): SmtpError {
  return typeof error === 'object' && error !== null ? error : {}
}

/** Problems that nodemailer finds in the mail before or while it is written; the other side has no part in them. */
const ownProblems: Record<string, { reason: string; tryAgain: boolean }> = {
  EENVELOPE: { reason: 'address_malformed', tryAgain: false },
  EMESSAGE: { reason: 'too_large', tryAgain: false },
  ESTREAM: { reason: 'attachment_unreadable', tryAgain: true },
  EFILEACCESS: { reason: 'attachment_unreadable', tryAgain: true },
}

const connectionProblems: Record<string, string> = {
  EDNS: 'name_not_resolved',
  ETLS: 'tls_failed',
  ETIMEDOUT: 'timeout',
  EABORT: 'timeout',
  EAUTH: 'sign_in_failed',
  ENOAUTH: 'sign_in_failed',
}

/** `550 5.1.1 <someone@…> …` → `smtp_550_5.1.1`: the two codes (RFC 5321 §4.2, RFC 3463), none of the words. */
function reasonOfReply(status: number, response: unknown): string {
  const enhanced =
    typeof response === 'string' ? /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : null
  return enhanced ? `smtp_${status}_${enhanced}` : `smtp_${status}`
}

/**
 * `wholeMailWritten`: everything up to the final dot had left when the failure came, so that silence means nothing.
 * Only a 5xx to RCPT or to the mail itself is final, that is a bounce; a refused sign-in or sender is the operator's
 * affair and must not cost the recipient the mail (503 is about the order of commands, not about the mail).
 */
export function judgeSmtpFailure(error: unknown, wholeMailWritten: boolean): MailOutcome {
  const { code, command, responseCode, response } = partsOf(error)
  const name = typeof code === 'string' ? code : ''
  if (typeof responseCode === 'number') {
    const aboutMail = command === 'RCPT TO' || command === 'DATA'
    const final = aboutMail && responseCode >= 500 && responseCode !== 503
    return { outcome: 'rejected', reason: reasonOfReply(responseCode, response), tryAgain: !final }
  }
  const own = ownProblems[name]
  if (own) return { outcome: 'rejected', ...own }
  const reason = connectionProblems[name] ?? (name ? 'connection_failed' : 'failed')
  return wholeMailWritten ? { outcome: 'unknown', reason } : { outcome: 'rejected', reason, tryAgain: true }
}

/** The server ended it, or said 421: "closing transmission channel" (RFC 5321 §4.2.2). Running out of time is neither. */
export function isAboutConnection(error: unknown): boolean {
  const { code, responseCode } = partsOf(error)
  if (typeof responseCode === 'number') return responseCode === 421
  return code === 'ECONNECTION' || code === 'ESOCKET'
}
