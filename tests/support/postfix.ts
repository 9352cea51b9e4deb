import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real Postfix needs root: it gives each of its programs a user of its own. */
export function postfixCanRun(): boolean {
  return existsSync('/usr/sbin/postfix') && process.getuid?.() === 0
}

export type Postfix = { stop(): Promise<void> }

/**
 * A Postfix of its own on loopback, which takes every mail. What is for the domain `returns` it hands to a shell line, as an
 * alias does, with the address of the envelope as `$1`; everything else it gives to the mail server at `next`.
 */
export async function startPostfix(options: {
  port: number
  next: number
  returns: string
  handOver: string
}): Promise<Postfix> {
  const place = await mkdtemp(join(tmpdir(), 'musubi-postfix-'))
  const [etc, queue, data, script] = ['etc', 'queue', 'data', 'hand-over'].map((name) => join(place, name))
  if (!etc || !queue || !data || !script) throw new Error('no place')
  await chmod(place, 0o755)
  for (const each of [etc, queue, data]) await mkdir(each)
  const [user, group] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postfix']).toString()))
  await chown(data, user ?? 0, group ?? 0)
  await writeFile(script, `#!/bin/sh\n${options.handOver}\n`, { mode: 0o755 })
  await writeFile(join(etc, 'main.cf'), mainOf({ queue, data, ...options }))
  await writeFile(join(etc, 'master.cf'), masterOf(options.port, script))
  const postfix = (word: string) => execFileSync('/usr/sbin/postfix', ['-c', etc, word], { stdio: 'pipe' })
  postfix('start')
  return {
    async stop() {
      postfix('stop')
      await rm(place, { recursive: true, force: true })
    },
  }
}

function mainOf(given: { queue: string; data: string; next: number; returns: string }): string {
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
transport_maps = inline:{ { ${given.returns} = musubi: }, { * = smtp:[127.0.0.1]:${given.next} } }
maillog_file = ${given.data}/log
maillog_file_prefixes = /tmp
`
}

/** Without chroot, for the place is not prepared for it. */
function masterOf(port: number, script: string): string {
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
musubi  unix - n n - - pipe
  flags=DORX user=nobody argv=/bin/sh ${script} \${recipient}
`
}
