/** The signing key lies elsewhere, and is away, locked, or hangs: consents are kept, and concluded once it is back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { issueSigner, signingKeyOf } from '#tests/support/certificate-maker.ts'
import { expectConcludedOnce, trailOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startKeyService } from '#tests/support/key-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { makeSoftToken, moduleChildrenOf, type SoftToken } from '#tests/support/soft-token.ts'
import { until } from '#tests/support/until.ts'

const operator = issueSigner()
let token: SoftToken
let server: TestServer
let integrator: Integrator
let inToken: Record<string, string>

beforeAll(async () => {
  token = await makeSoftToken()
  await token.import('signing', 'a1', operator.keyPem)
  const { SIGNING_KEY: _, ...witness } = signingKeyOf(operator)
  inToken = {
    ...witness,
    ...token.environment,
    SIGNING_PKCS11: token.uri('signing'),
    SIGNING_PKCS11_PIN: token.pin,
  }
  server = await startTestServer({ env: inToken })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(async () => {
  await server?.close()
  await token?.remove()
})

const said = (event: string) => server.process().output().split(`"event":"${event}"`).length - 1

test('a document is signed by a key in a security module', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  await press()
  await waitForStatus(sent, 2, 30)
  await expectConcludedOnce(server, sent)
})

test('while the token is away a consent is taken and waits for its seal; when it is back it is concluded', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  await token.unplug()
  for (const pid of await moduleChildrenOf(server.process().process.pid)) process.kill(pid, 'SIGKILL')
  const before = said('signing_key.away')
  expect((await press())?.status).toBe(303)
  await until('the log says that the key is away', () => said('signing_key.away') > before)
  expect((await integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(1)
  expect(await trailOf(server, sent.documentId)).toMatchObject({ 'act.signed': 1 })
  await token.plug()
  await waitForStatus(sent, 2, 60)
  await expectConcludedOnce(server, sent)
  expect(said('signing_key.back')).toBeGreaterThan(0)
  expect(server.process().output()).not.toContain(token.pin)
})

test('started while the token is away, people are served, and what waits is concluded when it is back', async () => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  await server.process().stop()
  await token.unplug()
  await server.restart(inToken)
  expect(said('signing_key.away')).toBe(1)
  expect((await press())?.status).toBe(303)
  expect((await integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(1)
  await token.plug()
  await waitForStatus(sent, 2, 60)
  await expectConcludedOnce(server, sent)
})

test('a key that is not its certificate’s is refused at start, and so is a wrong PIN', async () => {
  await server.process().stop()
  const refusal = (change: Record<string, string>) =>
    server.restart({ ...inToken, ...change }).then(
      () => 'it started',
      (error: Error) => error.message,
    )
  const other = signingKeyOf(issueSigner()).SIGNING_CERTIFICATE
  expect(await refusal({ SIGNING_CERTIFICATE: other })).toMatch(
    /ended with 1: The first certificate of SIGNING_CERTIFICATE does not belong to the key in the token musubi/,
  )
  expect(await refusal({ SIGNING_PKCS11_PIN: '4321' })).toMatch(/CKR_PIN_INCORRECT.*SIGNING_PKCS11_PIN/)
  await server.restart(inToken)
})

test('while a key service hangs, the consent waits for its seal; when it answers again, it is concluded', async () => {
  const service = await startKeyService(operator.keyPem)
  const inService = {
    SIGNING_PKCS11: '',
    SIGNING_PKCS11_PIN: '',
    SIGNING_AWS_KMS: 'arn:aws:kms:ap-northeast-1:123456789012:alias/musubi',
    SIGNING_AWS_KEY_ID: 'AKIDEXAMPLE',
    SIGNING_AWS_SECRET_KEY: 'a secret',
    SIGNING_AWS_ENDPOINT: service.url,
  }
  try {
    await server.process().stop()
    await server.restart({ ...inToken, ...inService })
    const { sent, press } = await standAtTheButton({ server, integrator })
    service.behave('hang')
    const before = service.asked.length
    expect((await press())?.status).toBe(303)
    await until('the service is asked', () => service.asked.length > before)
    expect((await integrator.call('GET', `/documents/${sent.documentId}`)).body.status).toBe(1)
    service.behave('good')
    await waitForStatus(sent, 2, 60)
    await expectConcludedOnce(server, sent)
  } finally {
    service.close()
  }
})
