/**
 * Operation × refusal, in the contract's order of checks: each request of a row is wrong in everything
 * that is looked at later too, so that an answer also tells what was looked at first.
 */
import { type RequestOptions, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAboutDocument, type Operation } from '#contract/web-api/operation.ts'
import { type Answer, aCaller, type Caller, call, type Sending } from '../caller.ts'
import { aClientOf, sql } from '../other-clients.ts'
import { bulkStates } from './bulk-subjects.ts'
import { badRequest, forbidden, notFound, type Refused, titleOf, valuesWith, type Wrong } from './row.ts'
import { aboutBulkSendings, aboutDocuments, type Listed, listed, withToken } from './rows.ts'
import { goodCall, openScene, type Scene, send } from './scene.ts'
import { missing, pathOf, type State, states } from './subjects.ts'

let scene: Scene
let callers: Record<'colleague' | 'stranger' | 'switchedOff' | 'disabled', Caller>

beforeAll(async () => {
  scene = await openScene()
  const { server } = scene
  const of = async (email: string, teamId?: string) =>
    aCaller(server.url, await aClientOf(server, { email, ...(teamId === undefined ? {} : { teamId }) }))
  callers = {
    colleague: await of('colleague@example.jp'),
    stranger: await of('stranger@example.com', 'strangers'),
    switchedOff: await of('off@example.com', 'switched-off'),
    disabled: await of('disabled@example.jp'),
  }
  await sql(server, `update teams set web_api_enabled = false where id = 'switched-off'`)
  await sql(server, `update members set disabled_at = now() where email = 'disabled@example.jp'`)
})
afterAll(() => scene?.close())

const named = (each: Listed[]) => each.map((one) => [titleOf(one.operation), one] as const)

/** A body that no call understands, of a type that none takes. */
function unreadable({ method }: Operation): Sending {
  return method === 'GET' ? {} : { raw: '{"broken', headers: { 'content-type': 'multipart/form-data; x=y' } }
}

/** The answer is this refusal, and its message is one that helps. */
function expectRefused({ status, body }: Answer, [expected, error]: Refused, names?: string): void {
  expect([status, body.error, body.message]).toEqual([expected, error, expect.any(String)])
  expect(Object.keys(body).sort()).toEqual(['error', 'message'])
  expect(body.message).toMatch(/^[ -~…]{15,}\.$/)
  expect(body.message).not.toMatch(/undefined|null|NaN|\[object|`request`/)
  if (names !== undefined) expect(body.message).toMatch(new RegExp(`\`${names}[\`[.]`))
}

describe.each(named(withToken))('%s asks before all else', (_title, { operation, row }) => {
  const nowhere = pathOf(operation.path, {})
  const asks = (sending: Sending) =>
    call(scene.server.url, operation.method, nowhere, { ...unreadable(operation), ...sending })
  const withHeader = (authorization: string) => ({ ...unreadable(operation).headers, authorization })

  test('for the header, in its form', async () => {
    expectRefused(await asks({ token: null }), badRequest)
    for (const header of ['', 'Bearer', 'Bearer ', 'Basic eHg6eXk=', 'Bearer a b', 'x']) {
      expectRefused(await asks({ token: null, headers: withHeader(header) }), badRequest)
    }
  })

  test('for a token that lives', async () => {
    const { server } = scene
    expectRefused(await asks({ token: 'x'.repeat(32) }), [401, 'unauthorized'])
    const email = `${operation.name}@example.com`
    const { token } = await aCaller(server.url, await aClientOf(server, { email, teamId: 'tokens' }))
    const inTable = 'update clients set'
    await sql(server, `${inTable} token_expires_at = now() - interval '1 second' where id = $1`, [
      `client-of-${email}`,
    ])
    expectRefused(await asks({ token }), [401, 'unauthorized'])
    await sql(
      server,
      `${inTable} token_expires_at = now() + interval '1 hour', revoked_at = now() where id = $1`,
      [`client-of-${email}`],
    )
    expectRefused(await asks({ token }), [401, 'unauthorized'])
  })

  test('whether the member and the team may call at all', async () => {
    expectRefused(await asks({ token: callers.disabled.token }), forbidden)
    expectRefused(await asks({ token: callers.switchedOff.token }), [403, 'webapi_option_required'])
    const { token } = scene.callerFor(row)
    const headers = { ...unreadable(operation).headers, origin: 'https://else.example' }
    expectRefused(await asks({ token, headers }), badRequest)
  })
})

const paths = [...new Set(listed.map(({ operation }) => operation.path))]

describe.each(paths)('%s', (path) => {
  const mine = listed
    .filter(({ operation }) => operation.path === path)
    .map(({ operation }) => operation.method)
  const others = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
    (each) => !(mine as string[]).includes(each),
  )
  test.each(others)('%s is 405 and told what is allowed, before any id is looked at', async (method) => {
    const answer = await scene.caller.call(method, pathOf(path, {}))
    expectRefused(answer, [405, 'method_not_allowed'])
    const allowed = (answer.headers.get('allow') ?? '').split(', ')
    expect(allowed.filter((each) => each !== 'HEAD' && each !== 'OPTIONS').sort()).toEqual([...mine].sort())
    if (path === '/token') return
    expectRefused(await scene.caller.call(method, pathOf(path, {}), { token: 'x' }), [401, 'unauthorized'])
  })
})

describe.each(named(aboutDocuments))('%s', (_title, { operation, row }) => {
  const [, ...inPath] = [...operation.path.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => name)
  const asks = (caller: Caller, ids: Record<string, string>) =>
    caller.call(operation.method, pathOf(operation.path, ids), unreadable(operation))

  test('names a document that does not exist', async () => {
    expectRefused(await asks(scene.caller, {}), notFound, 'document_id')
    for (const id of ['x', 'x'.repeat(300), '日本', '%F0%9F%98%80', "'--"]) {
      expectRefused(await asks(scene.caller, { document_id: id }), notFound, 'document_id')
    }
  })

  test('refuses a colleague without right and another team alike, whatever else is wrong', async () => {
    for (const state of states) {
      const { ids } = await scene.standing(state)
      const { document_id = '' } = ids
      const answers = [
        await asks(callers.colleague, { document_id }),
        await asks(callers.stranger, { document_id }),
        await asks(callers.stranger, ids),
      ]
      for (const answer of answers) expectRefused(answer, forbidden)
      expect(new Set(answers.map(({ body }) => body.message)).size).toBe(1)
    }
  })

  if (inPath.length > 0)
    test('names each further id that does not exist, in the order of the path', async () => {
      const { ids } = await scene.standing('cancelled')
      const foreign = await scene.standing('awaiting')
      for (const [index, name] of inPath.entries()) {
        const known = Object.fromEntries(
          Object.entries(ids).filter(
            ([each]) => each === 'document_id' || inPath.slice(0, index).includes(each),
          ),
        )
        expectRefused(await asks(scene.caller, known), notFound, name)
        const elsewhere = { ...known, [name]: foreign.ids[name] ?? missing }
        expectRefused(await asks(scene.caller, elsewhere), notFound, name)
      }
    })

  if (inPath.includes('participant_id'))
    test('is forbidden on the sender, in every state', async () => {
      for (const state of states) {
        const { ids, sender } = await scene.standing(state)
        expectRefused(await asks(scene.caller, { ...ids, participant_id: sender }), forbidden)
      }
    })

  const wrongStates = Object.entries(row.forbidden ?? {}) as [State, Refused][]
  test.each(wrongStates)('on a document that is %s', async (state, refused) => {
    const { ids } = await scene.standing(state)
    // Calls that share their state's refusal with their parameters' can only be told apart by the message.
    const isTold = refused[1] !== 'bad_request' && row.readsFirstWhen !== state
    if (isTold) expectRefused(await asks(scene.caller, ids), refused)
    const { values } = await goodCall(scene, operation, row)
    expectRefused(await send(scene.caller, operation, pathOf(operation.path, ids), values), refused)
  })
})

describe.each(named(aboutBulkSendings))('%s', (_title, { operation, row }) => {
  const asks = (caller: Caller, id: string) =>
    caller.call(operation.method, pathOf(operation.path, { bulk_send_id: id }), unreadable(operation))

  test('names a bulk sending that does not exist', async () => {
    for (const id of [missing, 'x', 'x'.repeat(300), '日本', '%F0%9F%98%80', "'--"]) {
      expectRefused(await asks(scene.caller, id), notFound, 'bulk_send_id')
    }
  })

  test('is of nobody else, a colleague or another team, whatever else is wrong: as one that does not exist', async () => {
    const unknown = (await asks(scene.caller, missing)).body
    for (const state of bulkStates) {
      const { bulk_send_id = '' } = (await scene.standingBulk(state)).ids
      for (const caller of [callers.colleague, callers.stranger]) {
        const answer = await asks(caller, bulk_send_id)
        expectRefused(answer, notFound)
        expect(answer.body).toEqual(unknown)
      }
    }
  })

  const wrongStates = bulkStates.flatMap((state) => {
    const refused = row.bulkForbidden?.[state]
    return refused === undefined ? [] : [[state, refused] as const]
  })
  test.each(wrongStates)('on one that is %s', async (state, refused) => {
    const { ids } = await scene.standingBulk(state)
    const { values } = await goodCall(scene, operation, row)
    expectRefused(await send(scene.caller, operation, pathOf(operation.path, ids), values), refused)
  })
})

const uploads = named(listed.filter(({ operation }) => operation.request === 'upload'))
describe.each(uploads)('%s', (_title, { operation, row }) => {
  test.each([
    ['a form', { form: { name: 'x' } }],
    ['JSON', { json: { name: 'x' } }],
    ['nothing', {}],
    ['bytes', { raw: '%PDF-1.7', headers: { 'content-type': 'application/pdf' } }],
  ] as [string, Sending][])('takes no %s instead of multipart', async (_what, sending) => {
    const { path } = await goodCall(scene, operation, row)
    expectRefused(await scene.caller.call(operation.method, path, sending), [415, 'unsupported_media_type'])
  })
})

const jsons = named(listed.filter(({ operation }) => operation.request === 'json'))
describe.each(jsons)('%s', (_title, { operation, row }) => {
  test.each([
    ['a form', { form: { title: 'x' } }],
    ['text', { raw: '{}', headers: { 'content-type': 'text/plain' } }],
    ['nothing', {}],
  ] as [string, Sending][])('takes no %s instead of JSON', async (_what, sending) => {
    const { path } = await goodCall(scene, operation, row)
    expectRefused(await scene.caller.call(operation.method, path, sending), [415, 'unsupported_media_type'])
  })
})

const withBody = named(
  listed.filter(
    ({ operation }) => operation.method !== 'GET' && ['form', 'json'].includes(operation.request),
  ),
)
describe.each(withBody)('%s refuses a body that cannot be read', (_title, { operation, row }) => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['broken JSON', { raw: '{"title"', headers: json }],
    ['JSON that is no object', { raw: '[1]', headers: json }],
    ['JSON that is null', { raw: 'null', headers: json }],
  ] as [string, Sending][])('%s', async (_what, sending) => {
    const { path } = await goodCall(scene, operation, row)
    const error = operation.path === '/token' ? 'invalid_request' : 'bad_request'
    expectRefused(await scene.callerFor(row).call(operation.method, path, sending), [400, error])
  })
})

const reading = named(
  withToken.filter(({ operation }) => operation.method !== 'GET' && operation.request !== 'none'),
)
describe.each(reading)('%s', (_title, { operation, row }) => {
  test('refuses a body over 50 MB by what it says of itself, before a byte of it', async () => {
    const { subject, path } = await goodCall(scene, operation, row)
    const type = { upload: 'multipart/form-data; boundary=edge', json: 'application/json' }
    const answer = await announced(`${scene.server.url}${path}`, {
      method: operation.method,
      headers: {
        authorization: `Bearer ${subject.caller.token}`,
        'content-type': type[operation.request as keyof typeof type] ?? 'application/x-www-form-urlencoded',
        'content-length': String(50 * 1024 * 1024 + 1),
      },
    })
    const error = operation.name === 'importDocument' ? 'payload_too_large' : 'too_large_request'
    expect(answer).toEqual([413, error])
  })
})

/** Sends the head alone; answers status and `error`. */
function announced(url: string, options: RequestOptions): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => {
        resolve([answer.statusCode ?? 0, JSON.parse(text).error])
        sent.destroy()
      })
    })
    sent.on('error', reject)
    sent.flushHeaders()
  })
}

const withWrong = named(listed.filter(({ row }) => row.wrong !== undefined))
describe.each(withWrong)('%s refuses', (_title, { operation, row }) => {
  const shown = (wrong: Wrong) => JSON.stringify(wrong.values, (_key, value) => value ?? null).slice(0, 60)
  test.each(
    (row.wrong ?? []).map((each) => [each.names, shown(each), each] as const),
  )('%s, when given %s', async (names, _what, wrong) => {
    const { subject, path, values } = await goodCall(scene, operation, row)
    const given = Object.fromEntries(
      Object.entries(wrong.values).map(([name, value]) => [
        name,
        value === ':sender' ? subject.sender : value,
      ]),
    )
    const answer = await send(subject.caller, operation, path, valuesWith(row, values, given))
    expectRefused(answer, wrong.answer ?? badRequest, names)
    if (isAboutDocument(operation)) return
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

test.each([
  '/documents/a/b',
  '/documents/a/files/b/c',
  '/nowhere',
  '/documents//files//',
  '/documents/x/../../etc/passwd',
  '/..%2f..%2fetc/passwd',
])('%s is 404 in JSON', async (path) => {
  expectRefused(await scene.caller.call('GET', path), notFound)
})

test.each([
  '/documents/%zz',
  '/documents/%00',
  '/documents/%ff',
])('%s is no path: 400 in JSON', async (path) => {
  expectRefused(await scene.caller.call('GET', path), [400, 'bad_request'])
})
