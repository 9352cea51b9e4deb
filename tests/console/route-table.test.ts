import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleRoutes } from '#server/http/console-pages/routes.ts'
import { hiddenFields, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft } from '../web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
let colleague: Recipient
/** Ids that the console might know: of a document of the administrator's, else of nothing. */
let documentId: string
const nothing = '0'.repeat(32)

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
  documentId = await aDraft(await aCaller(server.url, server.clientId))
})
afterAll(() => server.close())

const members = consoleRoutes.filter(({ check }) => check !== 'stranger')
const rowOf = ({ method, path, check }: (typeof consoleRoutes)[number]) =>
  [`${method} ${path}`, method, path, check] as const

const pathOf = (path: string) => {
  const id = path.startsWith('/documents/') ? documentId : nothing
  return `/console${path.replace(/:\w+/g, id)}`
}

/** One request as this browser makes it, without following where it leads. */
function ask(by: Recipient | null, method: string, path: string, body: URLSearchParams | null = null) {
  const cookie = [...(by?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  return fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { accept: 'text/html', cookie, ...(method === 'POST' ? { origin: server.url } : {}) },
    ...(body === null ? {} : { body }),
  })
}

/** A form of ours without any field but its token. */
async function emptyForm(by: Recipient) {
  const page = await by.get('/console/documents')
  return new URLSearchParams({ form_token: hiddenFields(page.html, '/console/sign-out').form_token ?? '' })
}

describe('the table of the console', () => {
  test('lists each route once', () => {
    const rows = consoleRoutes.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(rows).size).toBe(rows.length)
  })

  test('lets nobody in without a session but to sign in, to take an invitation and to mend a lost password', () => {
    const open = consoleRoutes.filter(({ check }) => check === 'stranger').map(({ path }) => path)
    expect(new Set(open)).toEqual(
      new Set([
        '',
        '/sign-in',
        '/sign-in/passkey',
        '/sign-in/factor',
        '/sign-in/factor/passkey',
        '/password-lost',
        '/password/:token',
        '/invitations/:token',
      ]),
    )
  })

  test.each(
    members.map(rowOf),
  )('%s leads whoever is not signed in to the sign-in', async (_, method, path) => {
    const answer = await ask(null, method, pathOf(path))
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/^\/console\/sign-in/)
  })

  test.each(
    members.filter(({ method }) => method === 'POST').map(rowOf),
  )('%s takes no form without our token', async (_, method, path) => {
    expect((await ask(administrator, method, pathOf(path), new URLSearchParams({ x: '1' }))).status).toBe(403)
  })

  test.each(
    members.filter(({ check }) => check.startsWith('administrator')).map(rowOf),
  )('%s is for administrators only', async (_, method, path) => {
    const form = method === 'POST' ? await emptyForm(colleague) : null
    expect((await ask(colleague, method, pathOf(path), form)).status).toBe(403)
  })

  test.each(
    members.filter(({ check }) => /^(sender|reader|approver|maker|user)/.test(check)).map(rowOf),
  )('%s does not show a document to somebody who did not send it', async (_, method, path) => {
    const form = method === 'POST' ? await emptyForm(colleague) : null
    expect((await ask(colleague, method, pathOf(path), form)).status).toBe(404)
  })

  test('knows no other check than these', () => {
    const known =
      /^(any member(, own account)?(, shown again)?|(administrator|sender|reader|approver|maker|user)\b.*)$/
    expect(members.filter(({ check }) => !known.test(check))).toEqual([])
  })
})
