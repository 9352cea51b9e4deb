import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/** How the mail server is reached and signed in to. Times in milliseconds. */
export type SmtpServerOptions = SMTPConnectionOptions & { auth?: { user: string; pass: string } }

/** As many as mails are sent at a time; a server that allows fewer says so, and the mail is tried again. */
const mostIdle = 4
/** So long a connection waits for the next mail of a batch: servers count it, and close it after some minutes. */
const idleMilliseconds = 10_000
/** Mails over one connection: where a server has a limit, it is rarely lower, and beyond it answers 421. */
const mostMails = 50

/** One that greeted and let us in. `over`: nothing more goes through it. */
export type OpenConnection = { connection: SMTPConnection; mails: number; over: boolean }

/** Connections to one mail server, kept for the next mail of a batch: greeting, TLS and sign-in cost more than a mail. */
export function smtpConnections({ auth, ...options }: SmtpServerOptions) {
  const idle: { open: OpenConnection; timer: NodeJS.Timeout }[] = []

  function quit({ connection }: OpenConnection): void {
    connection.quit()
    // A server that says nothing to QUIT is not waited for.
    setTimeout(() => connection.close(), 1_000).unref()
  }

  return {
    /** One that carried a mail before, and lived when it was last heard of; null when there is none. */
    takeIdle(): OpenConnection | null {
      for (;;) {
        const kept = idle.pop()
        if (kept === undefined) return null
        clearTimeout(kept.timer)
        if (!kept.open.over) return kept.open
      }
    },

    /** A new one. Rejects with what nodemailer tells, also when `signal` aborts. */
    open(signal: AbortSignal): Promise<OpenConnection> {
      const connection = new SMTPConnection(options)
      const open: OpenConnection = { connection, mails: 0, over: false }
      const { promise, resolve, reject } = Promise.withResolvers<OpenConnection>()
      const fail = (error: unknown) => {
        open.over = true
        reject(error)
        connection.close()
      }
      const onAbort = () => fail({ code: 'EABORT' })
      signal.addEventListener('abort', onAbort, { once: true })
      // For as long as it lives: an idle one may end at any time, and nobody else listens then.
      connection.on('error', fail)
      connection.on('end', () => fail({ code: 'ECONNECTION' }))
      connection.connect((error) => {
        if (error) return fail(error)
        if (auth === undefined) return resolve(open)
        connection.login(auth, (refused) => (refused ? fail(refused) : resolve(open)))
      })
      return promise.finally(() => signal.removeEventListener('abort', onAbort))
    },

    /** After a mail that the server took: kept for the next one, or said good-bye to. */
    giveBack(open: OpenConnection): void {
      open.mails += 1
      if (open.over) return
      if (open.mails >= mostMails || idle.length >= mostIdle) {
        quit(open)
        return
      }
      const entry = {
        open,
        timer: setTimeout(() => {
          idle.splice(idle.indexOf(entry), 1)
          quit(open)
        }, idleMilliseconds).unref(),
      }
      idle.push(entry)
    },

    /** After anything else: what the server thinks of it is not known. */
    drop(open: OpenConnection): void {
      open.over = true
      open.connection.close()
    },

    close(): void {
      for (const { open, timer } of idle.splice(0)) {
        clearTimeout(timer)
        quit(open)
      }
    },
  }
}
