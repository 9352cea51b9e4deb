import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyWebhook, WebhookRefused } from '#sdk/webhook.ts'
import { needs } from '#tests/support/needs.ts'
import { pythonWith } from '#tests/support/python-package.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { type Added, addWebhook } from '../console/webhooks.ts'
import { aCaller, aSentDocument } from '../web-api/caller.ts'

type Vector = {
  name: string
  secret: string
  headers: Record<string, string>
  body: string
  now: number
  believed: boolean
}
const { vectors }: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../../docs/examples/webhook-vectors.json', import.meta.url), 'utf8'),
)
const [believed, refused] = [true, false].map((each) => vectors.filter((vector) => vector.believed === each))

describe('the verifier of the TypeScript client', () => {
  test.each(believed ?? [])('believes $name', async ({ now, ...given }) => {
    const event = await verifyWebhook({ ...given, now: new Date(now * 1000) })
    expect(event).toEqual(JSON.parse(given.body))
    const bytes = { ...given, body: Buffer.from(given.body), headers: new Headers(given.headers) }
    expect(await verifyWebhook({ ...bytes, now: new Date(now * 1000) })).toEqual(event)
  })

  test.each(refused ?? [])('refuses $name', async ({ now, ...given }) => {
    await expect(verifyWebhook({ ...given, now: new Date(now * 1000) })).rejects.toThrow(WebhookRefused)
  })
})

/** The examples of docs/, each where its runtime is on the machine; Python is everywhere where tests run. */
const examples = [
  ['Python', 'python3', ['docs/examples/verify_webhook.py']],
  ['Ruby', 'ruby', ['docs/examples/verify_webhook.rb']],
  ['PHP', 'php', ['docs/examples/verify_webhook.php']],
  ['Go', 'go', ['run', 'docs/examples/verify_webhook.go']],
  ['Java', 'java', ['docs/examples/VerifyWebhook.java']],
] as const

describe('the example in', () => {
  for (const [language, program, words] of examples) {
    const inCi = language === 'Python'
    const isHere = spawnSync(program, [language === 'Go' ? 'version' : '--version']).status === 0
    test(`${language} agrees on every vector`, needs({ what: language, isHere, inCi }), () => {
      const input = language === 'Java' ? vectors.map(lineOf).join('\n') : JSON.stringify(vectors)
      const { stdout, stderr } = spawnSync(program, words, { input, encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(stdout.trim().split('\n')).toEqual(
        vectors.map((each) => (each.believed ? 'believed' : 'refused')),
      )
    })
  }
})

/** Java has no reader of JSON of its own. */
function lineOf({ body, headers, secret, now }: Vector): string {
  const [id = '', timestamp = '', signature = ''] = ['id', 'timestamp', 'signature'].map(
    (name) => headers[`webhook-${name}`],
  )
  const parts = [body, id, timestamp, signature, secret, String(now)]
  return parts.map((part) => Buffer.from(part).toString('base64')).join(',')
}

describe('a message of a real server', () => {
  let server: TestServer
  let receiver: Receiver
  let added: Added
  beforeAll(async () => {
    server = await startTestServer()
    receiver = await startReceiver()
    added = await addWebhook(await enterConsole(server), receiver.url)
    await aSentDocument(await aCaller(server.url, server.clientId))
  })
  afterAll(async () => {
    await server.close()
    await receiver.close()
  })

  test('is believed by our verifier and by the library of standardwebhooks.com', async () => {
    const { body, headers } = await receiver.first()
    const secret = added.secret ?? ''
    const event = await verifyWebhook({ body, headers, secret })
    expect(event.type).toBe('document.sent')
    const library = new Webhook(secret)
    expect(library.verify(body, headers as Record<string, string>)).toEqual(event)
    const altered = body.replace('document.sent', 'document.concluded')
    expect(() => library.verify(altered, headers as Record<string, string>)).toThrow()
    await expect(verifyWebhook({ body: altered, headers, secret })).rejects.toThrow(WebhookRefused)
  })

  const library = pythonWith('standardwebhooks', 'standardwebhooks==1.1.0')
  test(
    'is believed by the package standardwebhooks of PyPI, and refused when a byte of it differs',
    needs(library),
    async () => {
      const { headers, body } = await receiver.first()
      const judge = (changed: string) =>
        spawnSync(
          library.python,
          [
            '-c',
            `import json, sys
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
given = json.load(sys.stdin)
try:
    print(json.dumps(Webhook(given['secret']).verify(given['body'], given['headers'])))
except WebhookVerificationError:
    print('refused')`,
          ],
          { input: JSON.stringify({ secret: added.secret, headers, body: changed }), encoding: 'utf8' },
        )
      const believed = judge(body)
      expect(believed.stderr).toBe('')
      expect(JSON.parse(believed.stdout)).toEqual(JSON.parse(body))
      expect(judge(body.replace('document.sent', 'document.senT')).stdout.trim()).toBe('refused')
    },
  )
})
