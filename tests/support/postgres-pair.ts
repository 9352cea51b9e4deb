import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { Need } from './needs.ts'
import { freePort } from './process.ts'

const run = promisify(execFile)

/** Debian's own PostgreSQL, the newest: the embedded one has no `pg_basebackup`. `npm test` offers to install it. */
export const debianPostgres: Need & { bin: string } = findDebianPostgres('/usr/lib/postgresql')

function findDebianPostgres(place: string) {
  const versions = existsSync(place) ? readdirSync(place).toSorted((a, b) => Number(b) - Number(a)) : []
  const what = 'PostgreSQL of Debian (postgresql)'
  return { what, isHere: versions[0] !== undefined, inCi: true, bin: join(place, versions[0] ?? '', 'bin') }
}

export type PostgresPair = {
  /** Ports of loopback; user `musubi`, database `musubi`, no password. */
  primary: number
  standby: number
  /** `pg_ctl stop -m immediate`: as if the machine had lost its power. */
  killPrimary(): Promise<void>
  promote(): Promise<void>
  /** SQL at one of both, as superuser. */
  ask(port: number, sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

/** A primary with a streaming standby that is synchronous, so that no commit is lost by a fail-over. */
export async function startPostgresPair(bin: string): Promise<PostgresPair> {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-pair-'))
  // PostgreSQL refuses to run as root.
  const user: { uid?: number; gid?: number } =
    process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (user.uid !== undefined) await chown(directory, user.uid, user.gid ?? user.uid)
  const [primary, standby] = [await freePort(), await freePort()]
  const places = { primary: join(directory, 'primary'), standby: join(directory, 'standby') }
  const call = (program: string, ...given: string[]) =>
    run(join(bin, program), given, { ...user, cwd: directory, env: { LC_ALL: 'C', PATH: process.env.PATH } })
  const control = (place: string, ...given: string[]) =>
    call('pg_ctl', '-D', place, '-w', '-t', '30', ...given)
  const sockets = join(directory, 'sockets')
  await mkdir(sockets)
  if (user.uid !== undefined) await chown(sockets, user.uid, user.gid ?? user.uid)

  const ask = async (port: number, sql: string) => {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  await call('initdb', '-D', places.primary, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync')
  await appendFile(
    join(places.primary, 'postgresql.conf'),
    [
      `port = ${primary}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${sockets}'`,
      'max_connections = 60',
      'hot_standby = on',
      'hot_standby_feedback = on',
    ].join('\n'),
  )
  await control(places.primary, '-l', join(directory, 'primary.log'), 'start')
  await ask(primary, 'create role musubi login')
  await ask(primary, 'create database musubi owner musubi')
  const from = `host=127.0.0.1 port=${primary} user=postgres application_name=standby`
  await call(
    'pg_basebackup',
    '-D',
    places.standby,
    '-d',
    from,
    '-R',
    '-X',
    'stream',
    '--no-sync',
    '-c',
    'fast',
  )
  await appendFile(join(places.standby, 'postgresql.conf'), `\nport = ${standby}\n`)
  await control(places.standby, '-l', join(directory, 'standby.log'), 'start')
  await ask(primary, "alter system set synchronous_standby_names = 'standby'")
  await ask(primary, 'select pg_reload_conf()')
  return {
    primary,
    standby,
    ask,
    async killPrimary() {
      await control(places.primary, '-m', 'immediate', 'stop')
    },
    async promote() {
      await control(places.standby, 'promote')
      // Nobody streams from the new primary; it shall not wait for one.
      await ask(standby, "alter system set synchronous_standby_names = ''")
      await ask(standby, 'select pg_reload_conf()')
    },
    async close() {
      for (const place of [places.standby, places.primary]) {
        await control(place, '-m', 'immediate', 'stop').catch(() => undefined)
      }
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody']).toString())
}
