/** A page of the integrating company calls the Web API from Chromium, which asks first and hides what it may not read. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller, type Drafted } from '#tests/web-api/caller.ts'
import { sql } from '#tests/web-api/other-clients.ts'
import { openChromium, type Visitor, visit } from './visitor.ts'

type Asked = { path: string; method?: string; headers?: Record<string, string>; body?: string }
type Seen = { status: number; text: string; headers: Record<string, string> } | { hidden: string }

let server: TestServer
let browser: Browser
let caller: Caller
let draft: Drafted
const sites: Server[] = []

async function aSite(): Promise<string> {
  const site = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<!doctype html><title>社内システム</title>')
  })
  site.listen(0, 'localhost')
  await once(site, 'listening')
  sites.push(site)
  return `http://localhost:${(site.address() as AddressInfo).port}`
}

let registered: string
let unregistered: string
beforeAll(async () => {
  server = await startTestServer()
  registered = await aSite()
  unregistered = await aSite()
  await sql(server, 'update teams set cors_origins = $1', [[registered]])
  caller = await aCaller(server.url, server.clientId)
  draft = await aFullDraft(caller)
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  for (const site of sites) site.close()
  await server.close()
})

/** What a script of the page sees of the answer. */
function ask({ page }: Visitor, asked: Asked): Promise<Seen> {
  return page.evaluate(
    async ({ url, method, headers, body }) => {
      try {
        const answer = await fetch(url, {
          method: method ?? 'GET',
          headers: headers ?? {},
          body: body ?? null,
        })
        const seen = Object.fromEntries(answer.headers)
        return { status: answer.status, text: await answer.text(), headers: seen }
      } catch (error) {
        return { hidden: (error as Error).name }
      }
    },
    { ...asked, url: `${server.url}${asked.path}` },
  )
}

async function at(site: string): Promise<Visitor> {
  const visitor = await visit(browser)
  await visitor.page.goto(site)
  return visitor
}

const withToken = () => ({ authorization: `Bearer ${caller.token}` })

test('a page of a registered origin calls with every method, and reads answers and errors', async () => {
  const visitor = await at(registered)
  const get = await ask(visitor, { path: draft.path, headers: withToken() })
  expect(get).toMatchObject({ status: 200 })
  const put = await ask(visitor, {
    path: draft.path,
    method: 'PUT',
    headers: {
      ...withToken(),
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': 'a-1',
    },
    body: 'title=ブラウザから',
  })
  expect('text' in put && JSON.parse(put.text).title).toBe('ブラウザから')
  const file = await ask(visitor, { path: `${draft.path}/files/${draft.file}`, headers: withToken() })
  expect('headers' in file && file.headers['content-disposition']).toContain('attachment')
  const error = await ask(visitor, {
    path: `/documents/${'0'.repeat(32)}`,
    method: 'DELETE',
    headers: withToken(),
  })
  expect('text' in error && [error.status, JSON.parse(error.text).error]).toEqual([404, 'not_found'])
  const ended = await ask(visitor, {
    path: '/documents',
    headers: { authorization: `Bearer ${'x'.repeat(32)}` },
  })
  expect(ended).toMatchObject({ status: 401 })
  const notAllowed = await ask(visitor, {
    path: draft.path.slice(0, 10),
    method: 'DELETE',
    headers: withToken(),
  })
  expect('headers' in notAllowed && [notAllowed.status, notAllowed.headers.allow]).toEqual([
    405,
    expect.stringContaining('POST'),
  ])
  await visitor.leave()
})

test('a page of any other origin reads nothing, and what it asks for is not done', async () => {
  const visitor = await at(unregistered)
  for (const method of ['GET', 'PUT', 'DELETE']) {
    expect(await ask(visitor, { path: draft.path, method, headers: withToken() })).toEqual({
      hidden: 'TypeError',
    })
  }
  expect((await caller.call('GET', draft.path)).status).toBe(200)
  await visitor.leave()
})

test('no page reads a token, not even one of a registered origin', async () => {
  for (const site of [registered, unregistered]) {
    const visitor = await at(site)
    const asked = { path: `/token?client_id=${server.clientId}`, method: 'POST' }
    expect(await ask(visitor, asked)).toEqual({ hidden: 'TypeError' })
    await visitor.leave()
  }
})

test('our own pages call without any of this', async () => {
  const visitor = await at(`${server.url}/verify`)
  const answer = await ask(visitor, { path: '/documents', method: 'POST', headers: withToken() })
  expect(answer).toMatchObject({ status: 200 })
  await visitor.leave()
})
