import { execFile, execFileSync } from 'node:child_process'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './process.ts'

const run = promisify(execFile)

export type ExternalPostgres = {
  port: number
  /** What an administrator pastes into a shell; `psql` reaches this server as superuser. */
  paste(commands: string): Promise<string>
  close(): Promise<void>
}

/** A PostgreSQL of the operator's own, on loopback, that asks for no password. `bin`: where Debian keeps its programs. */
export async function startExternalPostgres(bin: string): Promise<ExternalPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-external-'))
  // PostgreSQL refuses to run as root.
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']).toString())
  const user = process.getuid?.() === 0 ? { uid: id('-u'), gid: id('-g') } : {}
  if (user.uid !== undefined) await chown(directory, user.uid, user.gid)
  const port = await freePort()
  const place = join(directory, 'data')
  const call = (program: string, ...given: string[]) =>
    run(join(bin, program), given, { ...user, cwd: directory, env: { LC_ALL: 'C', PATH: process.env.PATH } })
  await call('initdb', '-D', place, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync')
  const settings = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${directory}'`,
  ]
  await writeFile(join(place, 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
  await call('pg_ctl', '-D', place, '-w', '-l', join(directory, 'log'), 'start')
  return {
    port,
    async paste(commands) {
      const env = { PATH: process.env.PATH, PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres' }
      const { stdout } = await run('/bin/sh', ['-euc', commands], { env, cwd: directory })
      return stdout
    },
    async close() {
      await call('pg_ctl', '-D', place, '-m', 'immediate', 'stop').catch(() => undefined)
      await rm(directory, { recursive: true, force: true })
    },
  }
}
