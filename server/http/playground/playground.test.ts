import Fastify from 'fastify'
import { expect, test } from 'vitest'
import type { ArrivedMail, ArrivedSms } from './common/needs.ts'
import { playground } from './playground.ts'

const site = 'http://localhost:3000'
const host = 'localhost:3000'

async function aPlayground(arrived: { sms?: ArrivedSms[]; mails?: ArrivedMail[] } = {}) {
  const server = Fastify()
  await server.register(
    playground({
      webApi: 'http://127.0.0.1:1',
      clientId: 'client',
      site,
      clock: { now: () => new Date('2026-11-22T03:00:00Z') },
      outbox: { smsMessages: async () => arrived.sms ?? [], mails: async () => arrived.mails ?? [] },
      assets: (name) => `/assets/${name}`,
    }),
  )
  return server
}

const older = {
  to: '09012345678',
  text: '認証コードは 111111 です。',
  sentAt: new Date('2026-11-22T03:00:00Z'),
}
const newer = {
  to: '07011112222',
  text: '認証コードは 222222 です。',
  sentAt: new Date('2026-11-22T03:01:00Z'),
}

test('the phone gives a program its SMS as JSON, newest first', async () => {
  const server = await aPlayground({ sms: [newer, older] })
  const answer = await server.inject({ url: '/playground/phone', headers: { accept: 'application/json' } })
  expect(answer.json()).toEqual([
    { to: '07011112222', text: newer.text, sent_at: '2026-11-22T03:01:00.000Z' },
    { to: '09012345678', text: older.text, sent_at: '2026-11-22T03:00:00.000Z' },
  ])
})

test('the phone shows the number that was written to last, or the one asked for', async () => {
  const server = await aPlayground({ sms: [newer, older] })
  const last = await server.inject({ url: '/playground/phone' })
  expect(last.body).toContain('222222')
  expect(last.body).not.toContain('111111')
  expect((await server.inject({ url: '/playground/phone?to=09012345678' })).body).toContain('111111')
})

test('a mail opens by a key that stays its own when others arrive', async () => {
  const mail = {
    to: 'a@example.com',
    subject: '件名',
    text: '本文 https://example.com/x。',
    html: null,
    sentAt: older.sentAt,
  }
  const before = await (await aPlayground({ mails: [mail] })).inject({ url: '/playground/mail' })
  const address = /\/playground\/mail\/[0-9a-f]{16}/.exec(before.body)?.[0] ?? ''
  const later = await aPlayground({ mails: [{ ...mail, subject: '別', sentAt: newer.sentAt }, mail] })
  expect((await later.inject({ url: address })).body).toContain('href="https://example.com/x"')
  expect((await later.inject({ url: '/playground/mail/0000000000000000' })).statusCode).toBe(404)
})

test('what arrives is shown as text, never as markup', async () => {
  const server = await aPlayground({ sms: [{ ...older, text: '<img src=x>' }] })
  expect((await server.inject({ url: '/playground/phone' })).body).not.toContain('<img')
})

test('the demo site visited on the host of the signing pages sends the visitor to its own', async () => {
  const server = await aPlayground()
  const answer = await server.inject({ url: '/playground/apply?flat=x', headers: { host: '127.0.0.1:3000' } })
  expect(answer.headers.location).toBe(`${site}/playground/apply?flat=x`)
})

test('an application with errors comes back with what was typed', async () => {
  const server = await aPlayground()
  const answer = await server.inject({
    method: 'POST',
    url: '/playground/apply',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ name: '佐藤 "ひかり"', tel: '0312345678' }).toString(),
  })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('value="佐藤 &quot;ひかり&quot;"')
  expect(answer.body).toContain('id="tel-error"')
  expect(answer.body).toContain('id="flat-error"')
})

test('a post that another site makes the browser send is refused', async () => {
  const server = await aPlayground()
  const post = (headers: Record<string, string>) =>
    server.inject({ method: 'POST', url: '/playground/apply', headers: { host, ...headers } })
  expect((await post({ origin: 'https://evil.example' })).statusCode).toBe(403)
  expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
  expect((await post({ origin: site, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(422)
})

test('a contract is not for a browser that did not start it', async () => {
  const server = await aPlayground()
  for (const url of [
    '/playground/return?document_id=01jx',
    '/playground/contracts/01jx/contract.pdf',
    '/playground/contracts/01jx/certificate.pdf',
  ])
    expect((await server.inject({ url, headers: { host } })).statusCode).toBe(404)
})

test('no page allows a script or a style of its own text', async () => {
  const server = await aPlayground({ sms: [older] })
  for (const url of ['/playground', '/playground/apply', '/playground/phone', '/playground/mail']) {
    const answer = await server.inject({ url, headers: { host } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    expect(answer.headers['content-security-policy']).not.toContain('unsafe')
    expect(answer.body).not.toMatch(/ style="|<style|<script>/)
  }
})

test('everything is in English for whoever chooses it, and stays so', async () => {
  const server = await aPlayground({ sms: [older] })
  const pages = [
    '/playground',
    '/playground/apply',
    '/playground/return',
    '/playground/phone',
    '/playground/mail',
  ]
  for (const url of pages) {
    const chosen = await server.inject({ url: `${url}?lang=en`, headers: { host } })
    const cookie = String(chosen.headers['set-cookie']).split(';')[0] ?? ''
    const later = await server.inject({ url, headers: { host, cookie } })
    for (const { body } of [chosen, later]) {
      expect(body).toContain('<html lang="en">')
      const words = body
        .replace(older.text.split('111111')[0] ?? '', '')
        .replace(/認証コードは|です。|日本語/g, '')
      expect(words).not.toMatch(/[ぁ-んァ-ヶ一-龠]/)
    }
    expect((await server.inject({ url, headers: { host } })).body).toContain('<html lang="ja">')
  }
})

test('the switch leads back to the same page', async () => {
  const server = await aPlayground()
  const page = await server.inject({
    url: '/playground/apply?flat=corpo-yuzu-101&lang=en',
    headers: { host },
  })
  expect(page.body).toContain('href="/playground/apply?flat=corpo-yuzu-101&amp;lang=ja"')
})

test('what is wrong with an application is said in English, too', async () => {
  const server = await aPlayground()
  const answer = await server.inject({
    method: 'POST',
    url: '/playground/apply',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded', cookie: 'tsubame_lang=en' },
    payload: 'name=',
  })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Enter your name.')
  expect(answer.body).toContain('Enter your mobile number.')
})
