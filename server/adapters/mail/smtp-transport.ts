import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { createTransport } from 'nodemailer'
import { judgeSmtpFailure } from './smtp-failure.ts'
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
    text: mail.text,
    messageId: messageId(mail.idempotencyKey, config.from.address),
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableUrlAccess: true,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    attachments: (mail.attachments ?? []).map(({ name, mediaType, path }) => ({
      filename: name,
      contentType: mediaType,
      path,
    })),
  }
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

/** SMTP, one connection for each mail. Throws at start when the URL or the sender's address is malformed. */
export function createSmtpTransport(config: SmtpConfig): WrittenMailTransport {
  const server = readServer(config)
  if (!addressPattern.test(config.from.address)) throw new Error("The sender's mail address is malformed.")
  const { timeoutMs } = config

  return {
    async send(mail) {
      if (!addressPattern.test(mail.to))
        return { outcome: 'rejected', reason: 'address_malformed', tryAgain: false }
      let wholeMailWritten = false
      const transport = createTransport({ ...server, ...timesOf(timeoutMs) })
      transport.use('stream', (prepared, done) => {
        // The last stage: it ends when the connection has taken the last byte, which is after the server's 354.
        prepared.message.processFunc((input) => {
          const last = new PassThrough()
          input.on('error', (error) => last.destroy(error))
          last.once('end', () => {
            wholeMailWritten = true
          })
          return input.pipe(last)
        })
        done()
      })
      try {
        const sent = await transport.sendMail({
          ...compose(mail, config),
          signal: AbortSignal.timeout(timeoutMs),
        })
        return { outcome: 'accepted', providerId: sent.messageId }
      } catch (error) {
        return judgeSmtpFailure(error, wholeMailWritten)
      } finally {
        transport.close()
      }
    },
  }
}
