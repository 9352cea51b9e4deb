/** What proves the certificates cannot be had when everybody has consented, or the server dies while it asks. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Issued, issue, signingKeyOf } from '#tests/support/certificate-maker.ts'
import { expectConcludedOnce, rowsOf, trailOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import {
  type RevocationBehaviour,
  type RevocationServer,
  startRevocationServer,
} from '#tests/support/revocation-server.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

const root = issue({ name: 'Private Root', kind: 'authority' })
const stranger = issue({ name: 'Private Root', kind: 'authority' })
let authority: RevocationServer
let server: TestServer
let integrator: Integrator

/** The operator's key, below a private authority that publishes a list. */
function keyOf(signer: Issued, more: Record<string, string> = {}): Record<string, string> {
  const { SIGNATURE_LEVEL: _, ...key } = signingKeyOf(signer)
  return { ...key, SIGNING_CERTIFICATE: signer.certPem + root.certPem, ...more }
}

beforeAll(async () => {
  authority = await startRevocationServer()
  authority.publish(root)
  const signer = issue({ name: '株式会社運営', by: root, lists: authority.lists })
  // What was kept would prove the next document, too.
  server = await startTestServer({ env: keyOf(signer, { REVOCATION_FRESHNESS: 'after_use' }) })
  integrator = await signInIntegrator(server.url, server.clientId)
})
beforeEach(async () => {
  authority.publish(root)
  authority.behave('good')
  // Lists have whole seconds: what the document before got would prove an act within the next one, and nobody be asked.
  const began = Date.now()
  await until('the list of the document before is too old', () => Date.now() > began + 2_000)
})
afterAll(async () => {
  await server?.close()
  await authority?.close()
})

/** Signed, everybody consented, and waiting. */
async function waitsFor(press: () => Promise<{ status: number } | null | undefined>): Promise<void> {
  const asked = authority.asked.length
  expect((await press())?.status).toBe(303)
  await until('the authority is asked', () => authority.asked.length > asked)
}

test.for<RevocationBehaviour>([
  'error_500',
  'junk',
  'cut',
  'hang',
  'endless',
  'stale',
  'before',
])('a list that is "%s" delays the conclusion and loses nothing; with the next one it is concluded', async (state) => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  authority.behave(state)
  await waitsFor(press)
  await until('the log says so', () => server.process().output().includes('"validation_data.unavailable"'))
  const { body } = await integrator.call('GET', `/documents/${sent.documentId}`)
  expect(body.status).toBe(1)
  expect(await trailOf(server, sent.documentId)).not.toHaveProperty('document.concluded')
  authority.behave('good')
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test('a list of another issuer of the same name is not believed', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  authority.publish(stranger)
  await waitsFor(press)
  await until('the log says so', () => server.process().output().includes('"problem":"untrusted"'))
  expect((await integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(1)
  authority.publish(root)
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

test('killed while it asks, the next start concludes, once', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  authority.behave('hang')
  await waitsFor(press)
  await server.kill()
  authority.behave('good')
  await server.restart()
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
})

describe('files and certificate are found by the hash of every state', () => {
  test('the archived one is the newest, the one that was consented to is not', async () => {
    const { sent, press } = await standAtTheButton({ server, integrator })
    await press()
    await waitForStatus(sent, 2)
    const verdictOf = async (sha256: string) =>
      (await fetch(`${server.url}/verify?${new URLSearchParams({ sha256 })}`)).text()
    const [archived] = await rowsOf<{ sha256: string; until: Date }>(
      server,
      `select sha256, until from archived_files where document_id = $1 and file_id <> '' and newest`,
      sent.documentId,
    )
    const [signed] = await rowsOf<{ sha256: string }>(
      server,
      'select sha256 from revisions where document_id = $1 order by act desc limit 1',
      sent.documentId,
    )
    expect(archived?.until.getTime()).toBeGreaterThan(Date.now())
    expect(await verdictOf(archived?.sha256 ?? '')).toContain('data-verdict="concluded"')
    expect(await verdictOf(signed?.sha256 ?? '')).toContain('data-verdict="earlier"')
  })
})

test('SIGNATURE_LEVEL=B-T concludes what waits without asking anybody', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  authority.behave('error_500')
  await waitsFor(press)
  await server.process().stop()
  await server.restart({ SIGNATURE_LEVEL: 'B-T' })
  await waitForStatus(sent, 2)
  await expectConcludedOnce(server, sent)
  expect(
    await rowsOf(server, 'select sha256 from archived_files where document_id = $1', sent.documentId),
  ).toEqual([])
})
