import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pythonWith } from '#tests/support/python-package.ts'

/** A mail as the SMTP server took it: the envelope, the message's own bytes, and over which connection it came. */
type TakenMail = { from: string; to: string[]; content: string; connection: number }

export type SmtpServer = {
  port: number
  taken(): TakenMail[]
  /** The mail with this text in it: the server may answer before its report reaches us. Throws after ten seconds. */
  mailWith(text: string): Promise<TakenMail>
  /** From now on `full@` takes mail. */
  makeRoom(): void
  stop(): Promise<void>
}

/**
 * aiosmtpd with addresses that misbehave: `gone@` and `full@` are refused, `spam@` is refused after the message, `dies@`
 * takes the message and hangs up without a word, `silent@` takes it and says nothing. `grey@` is refused once for a while
 * (greylisting). After a mail to `last@` the server ends the connection; after one to `tired@` it wants no other mail over
 * it (421), and after one to `mute@` it hangs up at the next mail without a word. `hangs@` and `drops@`: no answer to RCPT,
 * hangs up at RCPT.
 */
const program = `
import asyncio, base64, json, os, ssl, sys, threading
from aiosmtpd.smtp import SMTP, AuthResult
class Handler:
    full = True
    grey = set()
    connections = 0
    def __init__(self):
        Handler.connections += 1
        self.connection = Handler.connections
        self.before = ''
    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.before.startswith('mute@'):
            server.transport.abort()
            await asyncio.sleep(3600)
        if self.before.startswith('tired@'):
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
            return '421 4.3.2 enough for one connection'
        envelope.mail_from = address
        return '250 OK'
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('gone@'):
            return '550 5.1.1 <' + address + '> no such user'
        if address.startswith('full@') and Handler.full:
            return '452 4.2.2 <' + address + '> mailbox full'
        if address.startswith('grey@') and address not in Handler.grey:
            Handler.grey.add(address)
            return '451 4.7.1 <' + address + '> greylisted, try again later'
        if address.startswith('drops@'):
            server.transport.abort()
        if address.startswith(('drops@', 'hangs@')):
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({'from': envelope.mail_from, 'to': envelope.rcpt_tos, 'connection': self.connection,
            'content': base64.b64encode(envelope.content).decode()}), flush=True)
        to = self.before = envelope.rcpt_tos[0]
        if to.startswith('last@'):
            asyncio.get_running_loop().call_later(0.05, server.transport.close)
        if to.startswith('spam@'):
            return '554 5.7.1 looks like spam to ' + to
        if to.startswith('dies@'):
            server.transport.abort()
        if to.startswith('silent@'):
            await asyncio.sleep(3600)
        return '250 2.0.0 taken'
def listen():
    for line in sys.stdin:
        Handler.full = False
threading.Thread(target=listen, daemon=True).start()
def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b'musubi' and data.password == b'p@ss:w/rd', handled=False)
async def main():
    needs = sys.argv[1] == 'auth'
    tls = None
    if len(sys.argv) > 2:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[2], sys.argv[3])
    def make():
        return SMTP(Handler(), hostname='peer.example', authenticator=authenticate if needs else None,
            auth_required=needs, auth_require_tls=False, enable_SMTPUTF8=True, tls_context=tls)
    server = await asyncio.get_running_loop().create_server(make, '127.0.0.1', int(os.environ.get('PEER_PORT', '0')))
    print(json.dumps({'port': server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()
asyncio.run(main())
`

/** Which the mail servers of the tests are made of. */
export const aiosmtpd = pythonWith('aiosmtpd', 'aiosmtpd==1.4.6')

/** The body of the first part with this media type, decoded. */
export function part(content: string, mediaType: string): string {
  const [, headers = '', body = ''] =
    new RegExp(`((?:^|\\n)Content-Type: ${mediaType}[\\s\\S]*?)\\r\\n\\r\\n([\\s\\S]*?)(?:\\r\\n--|$)`).exec(
      content,
    ) ?? []
  if (/base64/i.test(headers)) return Buffer.from(body, 'base64').toString('utf8')
  if (!/quoted-printable/i.test(headers)) return body
  const bytes = body
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Paths of PEM files. */
export type TlsFiles = { certificate: string; key: string }

/**
 * Starts aiosmtpd on a free loopback port, or on the one given. `auth`: it takes mail only from `musubi` with the password `p@ss:w/rd`. With
 * `tls` it offers STARTTLS.
 */
export async function startSmtpServer(
  kind: 'open' | 'auth',
  tls?: TlsFiles | null,
  at = 0,
): Promise<SmtpServer> {
  const args = ['-W', 'ignore', '-c', program, kind, ...(tls ? [tls.certificate, tls.key] : [])]
  const child = spawn(aiosmtpd.python, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, PEER_PORT: String(at) },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const mails: TakenMail[] = []
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { port: number } | TakenMail
      if ('port' in said) return resolve(said.port)
      mails.push({ ...said, content: Buffer.from(said.content, 'base64').toString('utf8') })
    })
    void exited.then(() => reject(new Error('the SMTP server ended')))
  })
  return {
    port,
    taken: () => mails,
    async mailWith(text) {
      for (let tries = 0; tries < 500; tries += 1) {
        // Quoted-printable lines end where they are full, in the middle of an address, too (RFC 2045 §6.7).
        const found = mails.find(({ content }) => content.replaceAll(/=\r?\n/g, '').includes(text))
        if (found) return found
        await sleep(20)
      }
      throw new Error('the SMTP server reported no such mail')
    },
    makeRoom: () => void child.stdin.write('room\n'),
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** The variables of a server that hands its mails to this one, without encryption or a password. */
export function mailSettings({ port }: Pick<SmtpServer, 'port'>): Record<string, string> {
  return {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    SMTP_STARTTLS: 'never',
    MAIL_FROM: 'no-reply@sign.example.jp',
  }
}
