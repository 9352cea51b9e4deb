import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, type ServerProcess, startProcess } from '#tests/support/process.ts'
import { hiddenFields, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { enterConsole, postRaw } from './console-visitor.ts'

let server: TestServer
let production: ServerProcess
let directory: string

/** Production without a mail server, on the database of the evaluation's team. */
beforeAll(async () => {
  server = await startTestServer({
    env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'musubi@example.jp', SMTP_STARTTLS: 'never' },
  })
  directory = await mkdtemp(join(tmpdir(), 'musubi-no-mail-'))
  const [keyFile, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const files = ['-keyout', keyFile, '-out', certificate]
  execFileSync('openssl', ['req', '-x509', ...curve, '-days', '365', '-subj', '/CN=Operator', ...files], {
    stdio: 'ignore',
  })
  await chmod(keyFile, 0o600)
  // The database belongs to these keys, and to files that hold its id.
  await cp(join(server.dataDirectory, 'files'), join(directory, 'data', 'files'), { recursive: true })
  const { keys } = JSON.parse(await readFile(join(server.dataDirectory, 'evaluation.json'), 'utf8'))
  production = await startProcess({
    dataDirectory: join(directory, 'data'),
    databaseUrl: server.databaseUrl,
    port: await freePort(),
    env: {
      MUSUBI_MODE: 'production',
      PUBLIC_URL: 'https://sign.example.jp',
      DATA_KEY: `e1:${keys.data}`,
      HASH_KEY: keys.hash,
      SESSION_SECRET: keys.session,
      TERMS_URL: 'https://example.jp/terms',
      SIGNING_KEY_FILE: keyFile,
      SIGNING_CERTIFICATE_FILE: certificate,
      OPERATOR_NAME: '株式会社運営',
      TSA_URL: 'http://127.0.0.1:9/tsa',
      TSA_CERTIFICATE_FILE: certificate,
      SMS_GATEWAY: 'kannel',
      SMS_KANNEL_URL: 'http://127.0.0.1:9/cgi-bin/sendsms',
      SMS_KANNEL_USERNAME: 'u',
      SMS_KANNEL_PASSWORD: 'p',
    },
  })
})
afterAll(async () => {
  await production?.stop()
  await server.close()
  await rm(directory, { recursive: true, force: true })
})

test('where the mail server takes no mail the member is there, and the administrator is told to try again', async () => {
  const administrator = await enterConsole(server)
  await administrator.get('/console/members')
  const page = await administrator.post('/console/members', { name: '佐藤 一郎', email: 'sato@example.jp' })
  expect(page.url).toMatch(/\?done=not_mailed$/)
  expect(page.html).toContain('招待メールを送れませんでした')
  expect(page.html).not.toContain('/console/invitations/')
  expect(page.html).toContain('招待中')
})

test('where there is no mail the administrator sees the link once, and it works', async () => {
  const at = `http://127.0.0.1:${production.port}`
  const administrator = openBrowser(at)
  await administrator.get('/console/sign-in')
  await post(administrator, `${at}/console/sign-in`, { email: server.email, password: server.password })
  const section = await administrator.get('/console/members')
  expect(section.html).not.toContain('リンクを、このアドレスに送ります')
  const shown = await post(administrator, `${at}/console/members`, {
    name: '高橋 美咲',
    email: 'takahashi@example.jp',
  })
  const link =
    /value="https:\/\/sign\.example\.jp(\/console\/invitations\/[A-Za-z0-9_-]{43})"/.exec(shown)?.[1] ?? ''
  expect(link).not.toBe('')
  expect(production.output()).not.toContain(link.slice(-43))
  const list = await administrator.get('/console/members')
  expect(list.html).not.toContain('/console/invitations/')

  const member = openBrowser(at)
  await member.get(link)
  const password = 'a password of their own'
  expect(await post(member, `${at}${link}`, { password, again: password })).toContain(
    'パスワードを設定しました',
  )
  await enterConsole(server, 'takahashi@example.jp', password)
})

/** The server is behind https, so a browser here would send a foreign `Origin`: posts without one. */
async function post(browser: Recipient, url: string, fields: Record<string, string>): Promise<string> {
  const hidden = hiddenFields(browser.page().html, new URL(url).pathname)
  const answer = await postRaw(url, browser, { ...hidden, ...fields })
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    browser.cookies.set(name, value)
  }
  return answer.text()
}
