import type { Reader } from './environment.ts'
import { isLoopback } from './network.ts'

/** `name`: what mail programs show instead of the address; empty where there is none. */
type MailSender = { name: string; address: string }

export type MailConfig =
  | { transport: 'outbox' }
  | { transport: 'none' }
  | {
      transport: 'smtp'
      url: string
      from: MailSender
      startTls: 'required' | 'never'
      bounces: BounceConfig | null
    }

/**
 * `pattern`: the address to which mails come back, with `{token}` in it. `secret`: what a mail server names to hand one over by
 * HTTP; null where it does so by a command only.
 */
type BounceConfig = { pattern: string; secret: string | null }

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
    bounces: readBounces(read),
  }
}

/** RFC 5321 §4.5.3.1.1, less what the token takes (domain/return-address.ts). */
const longestBeforeToken = 64 - 41
const leastSecretLength = 16

/** `bounces@sign.example.jp` is `bounces+{token}@sign.example.jp`, as most mail servers divide an address. */
function readBounces(read: Reader): BounceConfig | null {
  const given = read.text('MAIL_BOUNCE_ADDRESS')
  const secret = read.text('MAIL_BOUNCE_SECRET')
  if (given === null) {
    if (secret !== null) read.problem('MAIL_BOUNCE_SECRET is set and MAIL_BOUNCE_ADDRESS is not: give both.')
    return null
  }
  const pattern = given.includes('{token}') ? given : given.replace('@', '+{token}@')
  const [, before = ''] =
    /^([A-Za-z0-9._+=-]*)\{token\}([A-Za-z0-9._+=-]*)@[A-Za-z0-9.-]+$/.exec(pattern) ?? []
  const local = pattern.slice(0, pattern.lastIndexOf('@')).replace('{token}', '')
  if (before === '')
    read.problem(
      'MAIL_BOUNCE_ADDRESS is not an address such as bounces@sign.example.jp, or bounces+{token}@sign.example.jp.',
    )
  else if (local.length > longestBeforeToken)
    read.problem(
      `MAIL_BOUNCE_ADDRESS has more than ${longestBeforeToken} letters before the @ besides its token, which no mail server takes.`,
    )
  if (secret !== null && secret.length < leastSecretLength)
    read.problem(`MAIL_BOUNCE_SECRET is shorter than ${leastSecretLength} characters.`)
  return { pattern, secret }
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
