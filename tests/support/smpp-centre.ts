import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Need } from './needs.ts'
import { pythonWith } from './python-package.ts'
import { until } from './until.ts'

/** A PDU as the centre read it. */
type Told = { name: string } & Record<string, string>

export type SmppCentre = {
  url: string
  username: string
  password: string
  told(name: string): Told[]
  waitFor(name: string, count: number): Promise<Told[]>
  stop(): Promise<void>
}

/** `npm test` offers to install it. */
export const netSmpp: Need = {
  what: 'Net::SMPP (Debian: libnet-smpp-perl)',
  isHere: existsSync('/usr/share/perl5/Net/SMPP.pm'),
  inCi: true,
}

/** Its protocol is written in Rust. */
export const smpp34 = pythonWith('smpp34', 'smpp34==1.5.0')

/** UCS-2 as hex, with its user data header taken away where it has one. */
export function textOf({ text = '', payload = '', esm_class }: Told): string {
  const whole = Buffer.from(payload === '' ? text : payload, 'hex')
  const octets = esm_class === '64' ? whole.subarray(1 + (whole[0] ?? 0)) : whole
  return Buffer.from(octets).swap16().toString('utf16le')
}

/** Whose reading of SMPP a centre speaks. Only that of Net::SMPP refuses a wrong password. */
export type SmppLibrary = 'Net::SMPP' | 'smpp34'

/** A real SMS centre on loopback; `receipt`: the word that its receipts bear, such as DELIVRD. */
export async function startSmppCentre(
  receipt?: string,
  library: SmppLibrary = 'Net::SMPP',
): Promise<SmppCentre> {
  const [username, password] = ['musubi', 'p w&1']
  const path = (name: string) => new URL(name, import.meta.url).pathname
  const given = receipt === undefined ? [] : [receipt]
  const [program, args]: [string, string[]] =
    library === 'smpp34'
      ? [smpp34.python, [path('./smpp-centre.py'), ...given]]
      : ['perl', [path('./smpp-centre.pl'), username, password, ...given]]
  // A group of its own, for each line is another process.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It has gone.
    }
  }
  process.once('exit', kill)
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  await until('the centre listens', () => /^port \d+$/m.test(printed))
  const told = (name: string) =>
    printed
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' '))
      .filter(([first]) => first === name)
      .map(
        ([, ...fields]): Told => ({
          name,
          ...Object.fromEntries(
            fields.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
          ),
        }),
      )
  return {
    url: `smpp://127.0.0.1:${/^port (\d+)$/m.exec(printed)?.[1]}`,
    username,
    password,
    told,
    async waitFor(name, count) {
      await until(`the centre has ${count} of ${name}: ${printed}`, () => told(name).length >= count)
      return told(name)
    },
    async stop() {
      process.off('exit', kill)
      const gone = new Promise((resolve) => child.once('exit', resolve))
      const isOver = child.exitCode !== null || child.signalCode !== null
      kill()
      if (!isOver) await gone
    },
  }
}
