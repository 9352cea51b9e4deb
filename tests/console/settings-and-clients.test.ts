import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInIntegrator } from '#tests/support/integrator.ts'
import type { Page, Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague, enterConsole, formEntries, postRaw } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
})
afterAll(() => server.close())

async function save(changes: Record<string, string>): Promise<Page> {
  const { html } = await administrator.get('/console/settings')
  return administrator.post('/console/settings', { ...formEntries(html), ...changes })
}

describe('team settings', () => {
  test('saved as they stand they do not change, and the terms keep their version', async () => {
    const before = formEntries((await administrator.get('/console/settings')).html)
    const page = await save({ terms_text: (before.terms_text ?? '').replaceAll('\n', '\r\n') })
    expect(page.url).toMatch(/\?done=unchanged$/)
  })

  test.each([
    ['too long', `https://example.jp/${'a'.repeat(250)}`],
    ['full-width', 'https://example.jp/完了'],
    ['a fragment', 'https://example.jp/#done'],
    ['plain http elsewhere', 'http://example.jp/done'],
    ['no URL', 'example.jp'],
    ['a user name', 'https://user@example.jp/'],
  ])('a return URL that is refused (%s) is kept in its field, and nothing is saved', async (_, url) => {
    const page = await save({ return_url: url, contact: 'somebody@example.jp' })
    expect(page.status).toBe(400)
    expect(page.html).toContain(`value="${url}"`)
    expect(page.html).toContain('id="return_url-error"')
    const now = formEntries((await administrator.get('/console/settings')).html)
    expect(now.return_url).not.toBe(url)
    expect(now.contact).not.toBe('somebody@example.jp')
  })

  test('everything that is wrong is told at once', async () => {
    const page = await save({
      return_url: '',
      return_parameter_document: 'a b',
      return_parameter_error: 'participant_id',
      frame_ancestors: "https://ok.example\nhttps://bad.example/path; script-src 'unsafe-inline'",
      privacy_url: 'javascript:alert(1)',
    })
    expect(page.status).toBe(400)
    for (const field of [
      'return_url',
      'return_parameter_document',
      'return_parameter_error',
      'frame_ancestors',
      'privacy_url',
    ]) {
      expect(page.html).toContain(`id="${field}-error"`)
    }
  })

  test('what was saved is used: a return URL with its query, and new terms as a new version', async () => {
    const url = 'https://shop.example/done?shop=1&lang=ja'
    const page = await save({
      return_url: url,
      terms_text: '新しい規約',
      frame_ancestors: 'https://shop.example/',
    })
    expect(page.url).toMatch(/\?done=saved$/)
    const { html } = await administrator.get('/console/settings')
    expect(html).toContain('value="https://shop.example/done?shop=1&amp;lang=ja"')
    expect(html).toMatch(/いまの版：2/)
    expect(formEntries(html).frame_ancestors).toBe('https://shop.example')
  })
})

describe('client ids', () => {
  test('one is shown once, works, and is dead the moment it is revoked', async () => {
    await administrator.get('/console/clients')
    const form = { label: '予約サイト' }
    const issued = await administrator.post('/console/clients', form)
    const clientId = /id="client-id"[^>]*value="([A-Za-z0-9_-]{32})"/.exec(issued.html)?.[1] ?? ''
    expect(clientId).toHaveLength(32)
    expect((await administrator.get('/console/clients')).html).not.toContain(clientId)

    const integrator = await signInIntegrator(server.url, clientId)
    expect((await integrator.call('GET', '/documents')).status).toBe(200)
    const path =
      /<strong class="row-title">予約サイト[\s\S]*?href="(\/console\/clients\/[0-9a-f]{32}\/revoke)"/.exec(
        administrator.page().html,
      )?.[1]
    await administrator.get(path ?? '')
    expect((await integrator.call('GET', '/documents')).status).toBe(200)
    const revoked = await administrator.post(path ?? '')
    expect(revoked.url).toMatch(/\?done=revoked$/)
    expect((await integrator.call('GET', '/documents')).status).toBe(401)
    const token = await postRaw(`${server.url}/token`, null, { client_id: clientId })
    expect(token.status).toBe(400)
  })

  test('the same form posted twice makes one client, also at the same moment', async () => {
    const { html } = await administrator.get('/console/clients')
    const fields = { ...formEntries(html), label: '二度押し' }
    const url = `${server.url}/console/clients`
    const answers = await Promise.all([1, 2, 3].map(() => postRaw(url, administrator, fields)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const list = (await administrator.get('/console/clients')).html
    expect(list.match(/<strong class="row-title">二度押し/g)).toHaveLength(1)
  })

  test('a name that is missing or too long is told beside its field, and kept', async () => {
    await administrator.get('/console/clients')
    expect((await administrator.post('/console/clients', { label: ' ' })).status).toBe(400)
    const page = await administrator.post('/console/clients', { label: 'あ'.repeat(61) })
    expect(page.html).toContain('id="label-error"')
    expect(page.html).toContain(`value="${'あ'.repeat(61)}"`)
  })
})

describe('members who are no administrators', () => {
  test('see neither settings nor client ids, and cannot change them', async () => {
    await addColleague(server, 'colleague@example.jp', 'a password of theirs')
    const colleague = await enterConsole(server, 'colleague@example.jp', 'a password of theirs')
    const { html } = colleague.page()
    expect(html).not.toContain('href="/console/settings"')
    for (const path of ['/console/settings', '/console/clients']) {
      expect((await colleague.get(path)).status).toBe(403)
    }
    await colleague.get('/console/documents')
    const token = /name="form_token" value="([^"]+)"/.exec(colleague.page().html)?.[1] ?? ''
    const post = (path: string, fields: Record<string, string>) =>
      postRaw(`${server.url}${path}`, colleague, { form_token: token, ...fields })
    expect((await post('/console/settings', { return_url: 'https://evil.example/' })).status).toBe(403)
    expect((await post('/console/clients', { label: 'x', request_id: 'a'.repeat(32) })).status).toBe(403)
    const { html: list } = await administrator.get('/console/clients')
    const revoke = /href="(\/console\/clients\/[0-9a-f]{32}\/revoke)"/.exec(list)?.[1] ?? ''
    expect((await post(revoke, {})).status).toBe(403)
  })
})
