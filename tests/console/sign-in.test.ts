import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSignIn } from '#server/adapters/sign-in/sign-in.ts'
import { hiddenFields, openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague, enterConsole, givePassword, postRaw } from './console-visitor.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('the door of the console', () => {
  test('a stranger is led to the sign-in page, and after it to where they wanted to go', async () => {
    const browser = openBrowser(server.url)
    const door = await browser.get('/console/settings')
    expect(new URL(door.url).pathname).toBe('/console/sign-in')
    const section = await browser.post('/console/sign-in', { email: server.email, password: server.password })
    expect(new URL(section.url).pathname).toBe('/console/settings')
  })

  test('it leads only ever to its own sections', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/console/../x?y', '/console//\\evil']) {
      const browser = openBrowser(server.url)
      await browser.get(`/console/sign-in?next=${encodeURIComponent(next)}`)
      const section = await browser.post('/console/sign-in', {
        email: server.email,
        password: server.password,
      })
      expect(new URL(section.url).origin).toBe(server.url)
    }
  })

  test('an unknown address and a wrong password get the same answer, and the address is kept', async () => {
    const answers = []
    for (const email of [server.email, 'nobody@example.jp']) {
      const browser = openBrowser(server.url)
      await browser.get('/console/sign-in')
      const page = await browser.post('/console/sign-in', { email, password: 'not the password' })
      expect(page.status).toBe(401)
      expect(page.html).toContain(`value="${email}"`)
      answers.push(
        page.html.replaceAll(email, '').replace(/[A-Za-z0-9_-]{43}(\.[0-9]{13}\.[A-Za-z0-9_-]{43})?/g, ''),
      )
    }
    expect(answers[0]).toBe(answers[1])
  })

  test('the session cookie is for this host and not for scripts', async () => {
    const browser = openBrowser(server.url)
    const { html } = await browser.get('/console/sign-in')
    const answer = await postRaw(`${server.url}/console/sign-in`, browser, {
      ...hiddenFields(html, '/console/sign-in'),
      email: server.email,
      password: server.password,
    })
    const [cookie] = answer.headers.getSetCookie().filter((each) => each.startsWith('musubi-console='))
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect(cookie).not.toMatch(/; Domain=/i)
  })

  test('behind https it is Secure and bound to this very host by its prefix', () => {
    const { cookies } = createSignIn({ secrets: ['s'.repeat(43)], publicUrl: 'https://sign.example' })
    const cookie = cookies.cookieFor('a-token', 60)
    expect(cookie).toMatch(/^__Host-musubi-console=[^;]+;.*; Path=\/;.*Secure/)
    const header = cookie.split(';')[0]
    expect(cookies.tokenIn(header)).toBe('a-token')
    expect(cookies.tokenIn(`${header?.slice(0, -6)}AAAAAA`)).toBeNull()
    expect(cookies.tokenIn(`x=1; ${header?.replace('a-token', 'b-token')}`)).toBeNull()
  })

  test('a session cookie of the release before is read, and one for the second step is never taken for it', () => {
    const { cookies } = createSignIn({ secrets: ['s'.repeat(43)], publicUrl: 'http://127.0.0.1:3000' })
    const token = 'AbCdEf0123456789AbCdEf0123456789'
    // Made by better-auth 1.7.25.
    const former = `musubi-console=${token}.CmZ60bOP4zgM2rwwhwet2PISkNHBPng6rTJm3LWUOaY%3D`
    expect(cookies.tokenIn(former)).toBe(token)
    const step = cookies
      .stepFor({ memberId: 'm', until: 1, bound: 'x' })
      .split(';')[0]
      ?.split('=')
      .slice(1)
      .join('=')
    expect(cookies.tokenIn(`musubi-console=${step}`)).toBeNull()
  })

  test('signing out ends the session on the server, not only in the browser', async () => {
    const browser = await enterConsole(server, server.email, server.password)
    const kept = new Map(browser.cookies)
    await browser.post('/console/sign-out')
    expect(new URL(browser.page().url).pathname).toBe('/console/sign-in')
    for (const [name, value] of kept) browser.cookies.set(name, value)
    const page = await browser.get('/console/documents')
    expect(new URL(page.url).pathname).toBe('/console/sign-in')
  })

  test('a member who was disabled is out at the next click', async () => {
    await addColleague(server, 'leaver@example.jp', 'a password of theirs')
    const browser = await enterConsole(server, 'leaver@example.jp', 'a password of theirs')
    const { Client } = await import('pg')
    const client = new Client({ connectionString: server.databaseUrl })
    await client.connect()
    await client.query("update members set disabled_at = now() where email = 'leaver@example.jp'")
    await client.end()
    const page = await browser.get('/console/documents')
    expect(new URL(page.url).pathname).toBe('/console/sign-in')
  })

  test('a new password ends the old one and every session', async () => {
    await addColleague(server, 'forgetful@example.jp', 'the first password')
    const browser = await enterConsole(server, 'forgetful@example.jp', 'the first password')
    await givePassword(server, 'forgetful@example.jp', 'the second password')
    expect(new URL((await browser.get('/console/documents')).url).pathname).toBe('/console/sign-in')
    await expect(enterConsole(server, 'forgetful@example.jp', 'the first password')).rejects.toThrow('401')
    await enterConsole(server, 'forgetful@example.jp', 'the second password')
  })

  test('forms without our token or from another site are refused, and nothing happens', async () => {
    const browser = await enterConsole(server, server.email, server.password)
    const token = hiddenFields(browser.page().html, '/console/sign-out').form_token ?? ''
    const url = `${server.url}/console/sign-out`
    expect((await postRaw(url, browser, {})).status).toBe(403)
    expect((await postRaw(url, browser, { form_token: 'x'.repeat(43) })).status).toBe(403)
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      expect((await postRaw(url, browser, { form_token: token }, headers)).status).toBe(403)
    }
    expect(new URL((await browser.get('/console/documents')).url).pathname).toBe('/console/documents')
  })

  test('every answer says what browsers may load, and that nobody may keep or frame it', async () => {
    const browser = await enterConsole(server, server.email, server.password)
    for (const path of ['/console/sign-in', '/console/documents', '/console/settings', '/console/nowhere']) {
      const { headers } = await browser.get(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("form-action 'self'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
    }
  })

  test('the language is what the browser asks for, until the switch is used', async () => {
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(`${server.url}${path}`, { headers, redirect: 'manual' })
    const english = await ask('/console/sign-in', { 'accept-language': 'en-GB,en;q=0.9,ja;q=0.5' })
    expect(await english.text()).toContain('<html lang="en"')
    expect(await (await ask('/console/sign-in', {})).text()).toContain('<html lang="ja"')
    const switched = await ask('/console/sign-in?lang=ja', { 'accept-language': 'en' })
    expect(switched.status).toBe(303)
    expect(switched.headers.get('location')).toBe('/console/sign-in')
    const cookie = switched.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const kept = await ask('/console/sign-in', { 'accept-language': 'en', cookie })
    expect(await kept.text()).toContain('<html lang="ja"')
  })

  test('too many wrong passwords pause the account for everybody, also while they come in parallel', async () => {
    const email = 'guessed@example.jp'
    await addColleague(server, email, 'the right password')
    const browser = openBrowser(server.url)
    const { html } = await browser.get('/console/sign-in')
    const fields = { ...hiddenFields(html, '/console/sign-in'), email }
    const guess = (password: string) =>
      postRaw(`${server.url}/console/sign-in`, browser, { ...fields, password })
    const statuses = await Promise.all(
      Array.from({ length: 14 }, async (_, k) => (await guess(`${k}`)).status),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(4)
    expect((await guess('the right password')).status).toBe(429)
  })
})
