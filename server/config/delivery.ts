import type { Reader } from './environment.ts'
import { isLoopback } from './network.ts'

/** `name`: what mail programs show instead of the address; empty where there is none. */
type MailSender = { name: string; address: string }

export type MailConfig =
  | { transport: 'outbox' }
  | { transport: 'none' }
  | { transport: 'smtp'; url: string; from: MailSender; startTls: 'required' | 'never' }

/** The way that mail takes. */
export function readMail(read: Reader, production: boolean): MailConfig {
  const url = read.text('SMTP_URL')
  if (url === null) return { transport: production ? 'none' : 'outbox' }
  const startTls = read.oneOf('SMTP_STARTTLS', ['required', 'never'], 'required')
  if (production && startTls === 'never') refuseOpenPassword(read, url)
  return {
    transport: 'smtp',
    url,
    from: senderIn(read.required('MAIL_FROM', 'the address that mails come from')),
    startTls,
  }
}

/** `no-reply@sign.example.jp`, or with a name before it: `つばめ不動産 <no-reply@sign.example.jp>` (RFC 5322 §3.4). */
function senderIn(text: string): MailSender {
  const [, name = '', address = text] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  return { name, address }
}

/** A mail server in the house may do without encryption, but never with a password that everybody on the way reads. */
function refuseOpenPassword(read: Reader, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.protocol !== 'smtp:' || url.password === '' || isLoopback(url.hostname)) return
  read.problem(
    `SMTP_URL sends its password to ${url.hostname} without encryption; take SMTP_STARTTLS=never away, or use smtps://.`,
  )
}
