import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Need } from './needs.ts'

/** As root, for it gives each of its programs a user of its own. `npm test` installs it in CI only, where it replaces nobody's. */
export const postfixPrograms: Need = {
  what: 'Postfix as root (Debian: postfix)',
  isHere: existsSync('/usr/sbin/postfix') && process.getuid?.() === 0,
  inCi: true,
}

export type Postfix = {
  /** Lets go what it was told to hold back, and tries everything in its queue. */
  goOn(): void
  log(): Promise<string>
  stop(): Promise<void>
}

/** What docs/operations.md says under this first line, which is where an operator takes it from. */
async function documented(begin: string): Promise<string> {
  const text = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  const block = text.split('```').find((each) => each.replace(/^(sh)?\n/, '').startsWith(begin))
  if (block === undefined) throw new Error(`operations.md has no ${begin}`)
  return block.replace(/^(sh)?\n/, '')
}

/**
 * A Postfix of its own on loopback, which takes every mail and gives what is for others to the mail server at `next`. What is for
 * `returns.sign.test` it hands to the server at `url`, by the recipe of docs/operations.md with these names in it. `holds`: nothing
 * leaves before `goOn`.
 */
export async function startPostfix(options: {
  port: number
  next: number
  url: string
  secret: string
  holds?: boolean
}): Promise<Postfix> {
  const place = await mkdtemp(join(tmpdir(), 'musubi-postfix-'))
  const [etc, queue, data, script, header] = ['etc', 'queue', 'data', 'hand-over', 'header'].map((name) =>
    join(place, name),
  )
  if (!etc || !queue || !data || !script || !header) throw new Error('no place')
  const ours = (text: string) =>
    text
      .replaceAll('returns.sign.example.jp', 'returns.sign.test')
      .replaceAll('https://sign.example.jp', options.url)
      .replaceAll('/etc/musubi/bounce-header', header)
      .replaceAll('/usr/local/bin/hand-over-bounce', script)
  await chmod(place, 0o755)
  for (const each of [etc, queue, data]) await mkdir(each)
  const [user, group] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postfix']).toString()))
  await chown(data, user ?? 0, group ?? 0)
  await writeFile(header, `authorization: Bearer ${options.secret}\n`, { mode: 0o644 })
  await writeFile(script, ours(await documented('#!/bin/sh\n# hand-over-bounce')), { mode: 0o755 })
  const main = mainOf({ queue, data, ...options }) + ours(await documented('# Postfix: main.cf'))
  await writeFile(join(etc, 'main.cf'), main + (options.holds ? 'defer_transports = smtp\n' : ''))
  const master = masterOf(options.port) + ours(await documented('# Postfix: master.cf'))
  await writeFile(join(etc, 'master.cf'), master)
  const postfix = (word: string) => execFileSync('/usr/sbin/postfix', ['-c', etc, word], { stdio: 'pipe' })
  postfix('start')
  return {
    goOn() {
      writeFileSync(join(etc, 'main.cf'), main)
      postfix('reload')
      postfix('flush')
    },
    log: () => readFile(join(data, 'log'), 'utf8'),
    async stop() {
      postfix('stop')
      await rm(place, { recursive: true, force: true })
    },
  }
}

function mainOf(given: { queue: string; data: string; next: number }): string {
  return `
compatibility_level = 3.6
queue_directory = ${given.queue}
data_directory = ${given.data}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.postfix.test
mydestination =
mynetworks = 127.0.0.0/8
smtp_dns_support_level = disabled
default_transport = smtp:[127.0.0.1]:${given.next}
maillog_file = ${given.data}/log
maillog_file_prefixes = /tmp
`
}

/** Without chroot, for the place is not prepared for it. */
function masterOf(port: number): string {
  return `
127.0.0.1:${port} inet n - n - - smtpd
pickup  unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr    unix n - n 300 1 qmgr
tlsmgr  unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce  unix - - n - 0 bounce
defer   unix - - n - 0 bounce
trace   unix - - n - 0 bounce
verify  unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp    unix - - n - - smtp
error   unix - - n - - error
retry   unix - - n - - error
discard unix - - n - - discard
anvil   unix - - n - 1 anvil
scache  unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`
}
