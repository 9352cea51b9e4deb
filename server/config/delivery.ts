import type { Reader } from './environment.ts'

export type SmsConfig =
  | { gateway: 'outbox' }
  | { gateway: 'kannel'; url: string; username: string; password: string }
  | { gateway: 'http'; template: Record<string, unknown> }

export type MailConfig =
  | { transport: 'outbox' }
  | { transport: 'none' }
  | { transport: 'smtp'; url: string; from: string; startTls: 'required' | 'never' }

/** The SMS gateway. */
export function readSms(read: Reader, production: boolean): SmsConfig {
  const sms = readGateway(read, production)
  // Numbers, codes and the gateway's password travel there.
  if (production && sms.gateway === 'kannel') refusePlain(read, 'SMS_KANNEL_URL', sms.url)
  if (production && sms.gateway === 'http') refusePlain(read, 'SMS_HTTP_TEMPLATE', String(sms.template.url))
  return sms
}

function refusePlain(read: Reader, name: 'SMS_KANNEL_URL' | 'SMS_HTTP_TEMPLATE', address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== 'http:' || isLoopback(url.hostname)) return
  read.problem(
    `${name} leads to ${url.hostname} without encryption; use https, or a TLS proxy on this machine (http://127.0.0.1:…).`,
  )
}

function readGateway(read: Reader, production: boolean): SmsConfig {
  const gateway = read.oneOf('SMS_GATEWAY', ['outbox', 'kannel', 'http'], 'outbox')
  if (gateway === 'outbox') {
    if (production)
      read.problem('SMS_GATEWAY is missing: kannel or http; the virtual phone exists in evaluation only.')
    return { gateway }
  }
  if (gateway === 'kannel') {
    return {
      gateway,
      url: read.required(
        'SMS_KANNEL_URL',
        "smsbox's address, such as http://127.0.0.1:13013/cgi-bin/sendsms",
      ),
      username: read.required('SMS_KANNEL_USERNAME', 'the user of sendsms-user'),
      password: read.required('SMS_KANNEL_PASSWORD', 'the password of sendsms-user'),
    }
  }
  const json = read.required('SMS_HTTP_TEMPLATE', 'how to ask the gateway, as JSON (docs/operations.md)')
  try {
    return { gateway, template: JSON.parse(json === '' ? '{}' : json) }
  } catch {
    read.problem('SMS_HTTP_TEMPLATE is not JSON.')
    return { gateway, template: {} }
  }
}

/** The way that mail takes. */
export function readMail(read: Reader, production: boolean): MailConfig {
  const url = read.text('SMTP_URL')
  if (url === null) return { transport: production ? 'none' : 'outbox' }
  const startTls = read.oneOf('SMTP_STARTTLS', ['required', 'never'], 'required')
  if (production && startTls === 'never') refuseOpenPassword(read, url)
  return {
    transport: 'smtp',
    url,
    from: read.required('MAIL_FROM', 'the address that mails come from'),
    startTls,
  }
}

/** A mail server in the house may do without encryption, but never with a password that everybody on the way reads. */
function refuseOpenPassword(read: Reader, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || url.protocol !== 'smtp:' || url.password === '' || isLoopback(url.hostname)) return
  read.problem(
    `SMTP_URL sends its password to ${url.hostname} without encryption; take SMTP_STARTTLS=never away, or use smtps://.`,
  )
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/.test(hostname)
}
