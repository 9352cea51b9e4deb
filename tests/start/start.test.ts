import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { freePort, startProcess } from '#tests/support/process.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-start-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** Runs the server until it ends by itself; what it said and how it ended. */
async function refusesToStart(env: Record<string, string>, options: { uid?: number } = {}) {
  const child = spawn(process.execPath, ['dist/server.mjs'], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
  return said.trim()
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const postmaster = async (data: string) =>
  Number((await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

describe('evaluation mode on an empty machine', () => {
  test('prints where everything is, and a second start keeps client id, password and documents', async () => {
    const first = await startProcess({ dataDirectory: directory })
    const lines = first
      .output()
      .split('\n')
      .filter((line) => !line.startsWith('{'))
    expect(lines[0]).toMatch(/^Musubi \d+\.\d+\.\d+ {2}evaluation mode, not for real contracts$/)
    expect(lines[1]).toMatch(/^ {2}Web API {6}http:\/\/127\.0\.0\.1:\d+ {6}Client ID {2}\w{32}$/)
    expect(lines[2]).toMatch(/^ {2}Console {6}http:\S+\/console {6}\S+@\S+ \/ \S+$/)
    expect(lines[3]).toMatch(/^ {2}Demo site {4}http:\/\/localhost:\d+\/playground$/)
    expect(lines[4]).toMatch(/^ {2}Phone {8}http:\S+\/playground\/phone$/)
    expect(lines[5]).toMatch(/^ {2}Mail {9}http:\S+\/playground\/mail$/)
    const clientId = /Client ID {2}(\w+)/.exec(first.output())?.[1] ?? ''
    const integrator = await signInIntegrator(first.url, clientId)
    const { body } = await integrator.call('POST', '/documents', { title: '残る書類' })
    expect((await stat(join(directory, 'evaluation.json'))).mode & 0o777).toBe(0o600)
    await first.stop()

    const second = await startProcess({ dataDirectory: directory })
    try {
      const told = (output: string) =>
        output.match(/Client ID.*|Console.*/g)?.map((line) => line.replace(/:\d+/, ''))
      expect(told(second.output())).toEqual(told(first.output()))
      const again = await signInIntegrator(second.url, clientId)
      expect((await again.call('GET', `/documents/${body.id}`)).body.title).toBe('残る書類')
    } finally {
      await second.stop()
    }
  })

  test('SIGTERM to npm start stops the server and its database', async () => {
    const port = await freePort()
    const child = spawn('npm', ['start'], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), MUSUBI_DATA: directory },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        said += chunk
        if (said.includes('/playground/mail')) resolve()
      })
    })
    const database = await postmaster(directory)
    expect(isRunning(database)).toBe(true)
    child.kill('SIGTERM')
    await once(child, 'exit')
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
    expect(isRunning(database)).toBe(false)
  })

  test('after kill -9 the next start simply works, on the same data', async () => {
    const first = await startProcess({ dataDirectory: directory })
    const clientId = /Client ID {2}(\w+)/.exec(first.output())?.[1] ?? ''
    const { body } = await (await signInIntegrator(first.url, clientId)).call('POST', '/documents', {
      title: 'x',
    })
    await first.kill()
    const second = await startProcess({ dataDirectory: directory })
    try {
      const again = await signInIntegrator(second.url, clientId)
      expect((await again.call('GET', `/documents/${body.id}`)).status).toBe(200)
    } finally {
      await second.stop()
    }
  })
})

describe('what an operator can mend is told in one sentence', () => {
  test('a taken port, and the running server keeps its database', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const said = await refusesToStart({ MUSUBI_DATA: directory, PORT: String(port) })
    taken.close()
    expect(said.split('\n')).toHaveLength(1)
    expect(said).toContain(String(port))
    expect(said).toContain('PORT')
  })

  test.each(['/proc/musubi', '/dev/null/musubi'])('a directory that cannot be written: %s', async (place) => {
    const said = await refusesToStart({ MUSUBI_DATA: place, PORT: String(await freePort()) })
    expect(said.split('\n')).toHaveLength(1)
    expect(said).toContain('MUSUBI_DATA')
  })

  test.each([
    'postgresql://nobody:secret@127.0.0.1:1/none',
    'postgresql://nobody:secret@no-such-host.invalid/none',
    'mysql://x',
  ])('a wrong DATABASE_URL: %s', async (url) => {
    const said = await refusesToStart({
      DATABASE_URL: url,
      MUSUBI_DATA: directory,
      PORT: String(await freePort()),
    })
    expect(said.split('\n')).toHaveLength(1)
    expect(said).toContain('DATABASE_URL')
    expect(said).not.toContain('secret')
  })

  test('PORT and other variables that are not what they should be, all at once', async () => {
    const said = await refusesToStart({ PORT: 'abc', PUBLIC_URL: 'ftp://x/y', LOG_LEVEL: 'loud' })
    expect(said.split('\n').map((line) => line.split(' ')[0])).toEqual(['PORT', 'PUBLIC_URL', 'LOG_LEVEL'])
  })
})

describe('production', () => {
  test('names everything that is missing, and starts nothing', async () => {
    const said = await refusesToStart({ MUSUBI_MODE: 'production', MUSUBI_DATA: directory })
    for (const name of [
      'PUBLIC_URL',
      'SMS_GATEWAY',
      'TSA_URL',
      'TSA_CERTIFICATE',
      'SIGNING_KEY',
      'SIGNING_CERTIFICATE',
      'OPERATOR_NAME',
    ]) {
      expect(said).toMatch(new RegExp(`^${name}\\b`, 'm'))
    }
    for (const name of ['DATA_KEY', 'HASH_KEY', 'SESSION_SECRET', 'TERMS_URL']) {
      expect(said).toMatch(new RegExp(`^${name}\\b`, 'm'))
    }
  })

  const key = () => randomBytes(32).toString('base64')

  async function productionEnv() {
    const paths = { key: join(directory, 'key.pem'), certificate: join(directory, 'certificate.pem') }
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '365',
        '-subj',
        '/CN=Operator',
        '-keyout',
        paths.key,
        '-out',
        paths.certificate,
      ],
      { stdio: 'ignore' },
    )
    await chmod(paths.key, 0o600)
    return {
      MUSUBI_MODE: 'production',
      PUBLIC_URL: 'https://sign.example.jp',
      MUSUBI_DATA: join(directory, 'data'),
      PORT: String(await freePort()),
      DATA_KEY: key(),
      HASH_KEY: key(),
      SESSION_SECRET: key(),
      TERMS_URL: 'https://example.jp/terms',
      SIGNING_KEY_FILE: paths.key,
      SIGNING_CERTIFICATE_FILE: paths.certificate,
      OPERATOR_NAME: '株式会社運営',
      TSA_URL: 'http://127.0.0.1:9/tsa',
      TSA_CERTIFICATE_FILE: paths.certificate,
      SMS_GATEWAY: 'kannel',
      SMS_KANNEL_URL: 'http://127.0.0.1:9/cgi-bin/sendsms',
      SMS_KANNEL_USERNAME: 'u',
      SMS_KANNEL_PASSWORD: 'p',
      FIRST_ADMIN_EMAIL: 'admin@example.jp',
      FIRST_ADMIN_PASSWORD: 'a long enough password',
      FIRST_TEAM_NAME: '株式会社運営',
    }
  }

  test('starts with what it needs, and has no playground', async () => {
    const { MUSUBI_DATA, PORT, ...env } = await productionEnv()
    const server = await startProcess({ dataDirectory: MUSUBI_DATA, port: Number(PORT), env })
    try {
      const at = `http://127.0.0.1:${PORT}`
      expect((await fetch(`${at}/healthz`)).status).toBe(200)
      for (const path of ['/playground', '/playground/phone', '/playground/mail']) {
        expect((await fetch(`${at}${path}`)).status).toBe(404)
      }
      expect(server.output()).toContain('"event":"team.member.added"')
    } finally {
      await server.stop()
    }
  })

  test.each([
    ['OPERATOR_NAME', '株式会社\u202e運営'],
    ['OPERATOR_NAME', '株式会社🏠'],
    ['FIRST_TEAM_NAME', '株式会社\u200b運営'],
    ['FIRST_ADMIN_EMAIL', 'admin\u202e@example.jp'],
    ['FIRST_ADMIN_EMAIL', 'nobody'],
  ])('refuses a name that a certificate could not show as it is: %s', async (name, value) => {
    const said = await refusesToStart({ ...(await productionEnv()), [name]: value })
    expect(said).toContain(name)
  })

  test('refuses a directory that evaluation has used', async () => {
    const env = await productionEnv()
    const used = await mkdtemp(join(directory, 'used-'))
    await writeFile(join(used, 'evaluation.json'), '{}')
    const said = await refusesToStart({ ...env, MUSUBI_DATA: used })
    expect(said.split('\n')).toHaveLength(1)
    expect(said).toContain('MUSUBI_DATA')
  })

  test('refuses keys that are one and the same, before anything starts', async () => {
    const env = await productionEnv()
    const said = await refusesToStart({ ...env, HASH_KEY: env.DATA_KEY, MUSUBI_MOOD: 'calm' })
    expect(said.split('\n').map((line) => line.split(' ')[0])).toEqual(['HASH_KEY', 'MUSUBI_MOOD'])
    expect(said).not.toContain(env.DATA_KEY)
  })

  test('refuses a weak key with one sentence', async () => {
    const env = await productionEnv()
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '365',
        '-subj',
        '/CN=Weak',
        '-keyout',
        join(directory, 'key.pem'),
        '-out',
        join(directory, 'certificate.pem'),
      ],
      { stdio: 'ignore' },
    )
    const said = await refusesToStart(env)
    expect(said.split('\n')).toHaveLength(1)
    expect(said).toMatch(/3072/)
  })
})
