import { createHash } from 'node:crypto'
import { PassThrough, pipeline } from 'node:stream'
import { createTransport } from 'nodemailer'
import MailComposer, { type MailComposerOptions } from 'nodemailer/lib/mail-composer'
import { returnAddress } from '#domain/return-address.ts'
import type { MailOutcome } from '../../usecases/delivery-ports.ts'
import { type OpenConnection, smtpConnections } from './smtp-connections.ts'
import { isAboutConnection, judgeSmtpFailure } from './smtp-failure.ts'
import type { WrittenMail, WrittenMailTransport } from './written-mail.ts'

/**
 * `url`: `smtp://user:password@host:port` (STARTTLS as `startTls` says; port 587 when absent) or `smtps://…` (TLS from
 * the first byte; 465). `startTls`: `required` refuses to go on in clear or with a certificate nobody vouches
 * for (a private authority: `NODE_EXTRA_CA_CERTS`); `never` is for a relay on this machine.
 * `timeoutMs`: for one whole mail.
 */
export type SmtpConfig = {
  url: string
  from: { name: string; address: string }
  startTls: 'required' | 'never'
  timeoutMs: number
  /** `bounces+{token}@…`: where mails come back that have a token. */
  returnPattern?: string
}

/** One address and nothing that could make it two, or a header. */
const addressPattern = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/

function readServer(config: SmtpConfig) {
  const url = URL.canParse(config.url) ? new URL(config.url) : null
  const secure = url?.protocol === 'smtps:'
  if (!url?.hostname || !(secure || url.protocol === 'smtp:'))
    throw new Error('The SMTP URL does not have the form smtp://user:password@host:port or smtps://….')
  const user = decodeURIComponent(url.username)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && config.startTls === 'required',
    ignoreTLS: config.startTls === 'never',
    // A server that offers no AUTH to an operator who has a password is the wrong server.
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) }, forceAuth: true } : {}),
  }
}

/** RFC 5322 §3.6.4. The same for every try of one mail, so that receivers can tell a repetition. */
function messageId(idempotencyKey: string, from: string): string {
  const plain = /^[A-Za-z0-9_-]{8,64}$/.test(idempotencyKey)
  const left = plain ? idempotencyKey : createHash('sha256').update(idempotencyKey).digest('hex')
  return `<${left}@${from.slice(from.lastIndexOf('@') + 1)}>`
}

/** What nodemailer calls a mail. `Auto-Submitted` keeps out-of-office answers away (RFC 3834 §5). */
function compose(mail: WrittenMail, config: SmtpConfig) {
  return {
    from: config.from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    ...envelopeOf(mail, config),
    text: mail.text,
    messageId: messageId(mail.idempotencyKey, config.from.address),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...unsubscribing(mail),
    },
    disableUrlAccess: true,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    attachments: (mail.attachments ?? []).map(({ name, mediaType, path }) => ({
      filename: name,
      contentType: mediaType,
      path,
    })),
  }
}

/** RFC 2369 §3.2, and the one click of RFC 8058 §3.1, which wants https. */
function unsubscribing({ choice }: WrittenMail) {
  if (choice === undefined) return {}
  const oneClick = choice.startsWith('https:')
    ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
    : {}
  // On one line: folded behind its colon, as it would be, some programs find it empty.
  return { 'List-Unsubscribe': { prepared: true, value: `<${choice}>` }, ...oneClick }
}

/** The envelope's sender is another than the header's only where a mail can be known again by it (RFC 5321 §3.6.3). */
function envelopeOf({ to, returnToken }: WrittenMail, { returnPattern }: SmtpConfig) {
  if (returnPattern === undefined || returnToken === undefined) return {}
  return { envelope: { from: returnAddress(returnPattern, returnToken), to } }
}

/**
 * Connects, greets, starts TLS and signs in, and sends nothing. `reason` is a code as those of a mail's outcome; null:
 * the server would take mail. Throws as `createSmtpTransport` for what is malformed.
 */
export async function trySmtp(config: SmtpConfig): Promise<{ host: string; reason: string | null }> {
  const server = readServer(config)
  const transport = createTransport({ ...server, ...timesOf(config.timeoutMs) })
  const host = `${server.host}:${server.port}`
  try {
    await transport.verify()
    return { host, reason: null }
  } catch (error) {
    const judged = judgeSmtpFailure(error, false)
    return { host, reason: judged.outcome === 'accepted' ? null : judged.reason }
  } finally {
    transport.close()
  }
}

function timesOf(timeoutMs: number) {
  return {
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  }
}

/**
 * SMTP; the mails of a batch share connections. Throws at start when the URL or the sender's address is malformed. `close`
 * ends the connections that wait; the transport may be used afterwards.
 */
export function createSmtpTransport(config: SmtpConfig): WrittenMailTransport {
  const server = readServer(config)
  if (!addressPattern.test(config.from.address)) throw new Error("The sender's mail address is malformed.")
  const connections = smtpConnections({ ...server, ...timesOf(config.timeoutMs) })

  return {
    async send(mail) {
      if (!addressPattern.test(mail.to))
        return { outcome: 'rejected', reason: 'address_malformed', tryAgain: false }
      const signal = AbortSignal.timeout(config.timeoutMs)
      const kept = connections.takeIdle()
      if (kept !== null) {
        const tried = await handOver(connections, kept, compose(mail, config), signal)
        // That it had ended, or that the server wants no more over it, is about the connection and not about this mail.
        if (!tried.connectionOver) return tried.outcome
      }
      try {
        const open = await connections.open(signal)
        return (await handOver(connections, open, compose(mail, config), signal)).outcome
      } catch (error) {
        return judgeSmtpFailure(error, false)
      }
    },
    close: connections.close,
  }
}

/** `connectionOver`: the connection took nothing of the mail, so another may be given all of it. */
type Tried = { outcome: MailOutcome; connectionOver: boolean }

function handOver(
  connections: ReturnType<typeof smtpConnections>,
  open: OpenConnection,
  content: MailComposerOptions,
  signal: AbortSignal,
): Promise<Tried> {
  const message = new MailComposer(content).compile()
  // It ends when the connection has taken the last byte, which is after the server's 354.
  const last = new PassThrough()
  let begun = false
  let wholeMailWritten = false
  last.once('data', () => {
    begun = true
  })
  last.once('end', () => {
    wholeMailWritten = true
  })
  last.pause()
  const { promise, resolve } = Promise.withResolvers<Tried>()
  const failed = (error: unknown) => {
    connections.drop(open)
    last.destroy()
    resolve({
      outcome: judgeSmtpFailure(error, wholeMailWritten),
      connectionOver: !begun && isAboutConnection(error),
    })
  }
  const onAbort = () => failed({ code: 'EABORT' })
  signal.addEventListener('abort', onAbort, { once: true })
  // Whichever ends first ends the other, so that no attachment stays open; the connection hears of an error by `last`.
  pipeline(message.createReadStream(), last, () => undefined)
  open.connection.send(message.getEnvelope(), last, (error) => {
    if (error) return failed(error)
    connections.giveBack(open)
    resolve({ outcome: { outcome: 'accepted', providerId: message.messageId() }, connectionOver: false })
  })
  return promise.finally(() => signal.removeEventListener('abort', onAbort))
}
