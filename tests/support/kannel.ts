import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Need } from './needs.ts'
import { freePort } from './process.ts'
import type { SmppCentre } from './smpp-centre.ts'

const fakesmscPath = '/usr/lib/kannel/test/fakesmsc'

/** A text as the fake SMS centre got it: `to` as submitted, UCS-2 decoded, long texts part by part. */
type ReceivedText = { from: string; to: string; text: string }

export type RunningKannel = {
  /** For `kannelTemplate`, together with `username` and `password`. */
  sendUrl: string
  username: string
  password: string
  /** Oldest first. */
  received(): ReceivedText[]
  /** Waits until as many texts have come, and throws after ten seconds. */
  waitFor(count: number): Promise<ReceivedText[]>
  /** Kills bearerbox and waits until smsbox has closed its port, as it does without one. */
  killBearerbox(): Promise<void>
  stop(): Promise<void>
}

/** `npm test` offers to install it. */
export const kannelPrograms: Need = {
  what: 'Kannel (Debian: kannel, kannel-extras)',
  isHere: existsSync('/usr/sbin/bearerbox') && existsSync(fakesmscPath),
  inCi: true,
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return
    await sleep(50)
  }
  throw new Error(`Kannel: ${what} did not happen within ten seconds`)
}

type Uplink = Pick<SmppCentre, 'url' | 'username' | 'password'>

type Ports = { admin: number; box: number; centre: number; send: number }

/** Where Kannel gives texts to: fakesmsc, or a centre that speaks SMPP and sends receipts. */
function centreOf(port: number, uplink: Uplink | null): string {
  if (uplink === null)
    return `
smsc = fake
smsc-id = fake
port = ${port}
connect-allow-ip = 127.0.0.1`
  return `
smsc = smpp
smsc-id = uplink
host = 127.0.0.1
port = ${new URL(uplink.url).port}
transceiver-mode = true
smsc-username = ${uplink.username}
smsc-password = "${uplink.password}"
system-type = OTP
source-addr-ton = 5
source-addr-npi = 0
dest-addr-ton = 1
dest-addr-npi = 1
msg-id-type = 0x00`
}

function configuration(ports: Ports, uplink: Uplink | null, username: string, password: string): string {
  return `
group = core
admin-port = ${ports.admin}
admin-interface = 127.0.0.1
admin-password = ${password}
smsbox-port = ${ports.box}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = 127.0.0.1

group = smsc${centreOf(ports.centre, uplink)}

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.send}
sendsms-interface = 127.0.0.1
global-sender = Musubi

group = sendsms-user
username = ${username}
password = ${password}
max-messages = 6
concatenation = true
`
}

/** Kannel's URL encoding to bytes: `%xx`, `+` for a blank, anything else itself. */
function unescapeBytes(encoded: string): Buffer {
  const latin1 = encoded
    .replaceAll('+', ' ')
    .replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(latin1, 'latin1')
}

/** `Got message 3: <from to kind text>` or `<from to udh header kind text>`, as fakesmsc prints it. */
function readTexts(log: string): ReceivedText[] {
  const line = /Got message \d+: <(\S*) (\S+) (?:udh (\S+) )?(\S+) (.*)>$/gm
  return Array.from(log.matchAll(line), ([, from = '', to = '', header, kind = '', rest = '']) => {
    if (kind === 'text') return { from, to, text: rest }
    // With a header fakesmsc does not say the coding; a part of a long text comes from us, so it is UCS-2.
    const wide = kind === 'ucs-2' || header !== undefined
    const bytes = unescapeBytes(rest)
    return { from, to, text: wide ? bytes.swap16().toString('utf16le') : bytes.toString('utf8') }
  })
}

function collect(child: ChildProcess, into: (text: string) => void): void {
  child.stdout?.setEncoding('utf8').on('data', into)
  child.stderr?.setEncoding('utf8').on('data', into)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  // smsbox without a bearerbox, and fakesmsc, are slow to go politely; nothing they hold is worth it.
  child.kill('SIGKILL')
  await gone
}

/**
 * A real Kannel on free loopback ports: bearerbox, smsbox, and fakesmsc as the SMS centre. With an `uplink` Kannel is a client of that
 * centre, which knows what was received.
 */
export async function startKannel(uplink: Uplink | null = null): Promise<RunningKannel> {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-kannel-'))
  const [admin, box, centre, send] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const username = 'musubi'
  const password = 'a secret & a half'
  const file = join(directory, 'kannel.conf')
  await writeFile(file, configuration({ admin, box, centre, send }, uplink, username, password))

  const children: ChildProcess[] = []
  const logs = { bearerbox: '', centre: '' }
  const run = (program: string, args: string[], into: (text: string) => void) => {
    const child = spawn(program, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
    collect(child, into)
    children.push(child)
    return child
  }
  const killAll = () => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', killAll)
  const stop = async () => {
    process.off('exit', killAll)
    await Promise.all(children.map(end))
    await rm(directory, { recursive: true, force: true })
  }

  try {
    const bearerbox = run('/usr/sbin/bearerbox', ['-v', '1', file], (text) => {
      logs.bearerbox += text
    })
    await until('bearerbox up', () => listens(admin))
    await until('bearerbox ready', () => logs.bearerbox.includes('Start-up done'))
    if (uplink === null) {
      const centreArguments = ['-H', '127.0.0.1', '-r', String(centre), '-m', '0', '1 2 text never-sent']
      run(fakesmscPath, centreArguments, (text) => {
        logs.centre += text
      })
      await until('fakesmsc connected', () => logs.bearerbox.includes('Fakesmsc client connected'))
    }
    run('/usr/sbin/smsbox', ['-v', '1', file], () => {})
    await until('smsbox up', () => listens(send))
    await until('smsbox connected', () => logs.bearerbox.includes('Client connected from <127.0.0.1>'))

    const received = () => readTexts(logs.centre)
    return {
      sendUrl: `http://127.0.0.1:${send}/cgi-bin/sendsms`,
      username,
      password,
      received,
      async waitFor(count) {
        await until(`${count} texts at the SMS centre`, () => received().length >= count)
        return received()
      },
      async killBearerbox() {
        await end(bearerbox)
        await until('smsbox closed its port', async () => !(await listens(send)))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
