/** Keys in AWS KMS and Google Cloud KMS, by the calls and errors that their references document. */
import { generateKeyPairSync, verify } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signedHeaders } from '#server/adapters/http/aws-signature.ts'
import { createAwsKmsKey } from '#server/adapters/signer/remote/aws-kms-key.ts'
import { createGoogleKmsKey } from '#server/adapters/signer/remote/google-kms-key.ts'
import { createRemoteSigner } from '#server/adapters/signer/remote/remote-signer.ts'
import { issue } from '#tests/support/certificate-maker.ts'
import { type KeyService, startKeyService } from '#tests/support/key-service.ts'

const at = new Date('2026-12-01T03:04:05Z')
const now = () => at
const bytes = Buffer.from('what is signed')
const account = { keyId: 'AKIDEXAMPLE', secretKey: 'a secret', sessionToken: null }
const arn = 'arn:aws:kms:ap-northeast-1:123456789012:alias/musubi'
const version = 'projects/p/locations/asia-northeast1/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1'
const robot = generateKeyPairSync('rsa', { modulusLength: 2048 })
const robotPem = robot.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const kinds = {
  p256: { keys: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), digest: 'sha256' },
  p384: { keys: generateKeyPairSync('ec', { namedCurve: 'secp384r1' }), digest: 'sha384' },
  rsa: { keys: generateKeyPairSync('rsa', { modulusLength: 3072 }), digest: 'sha256' },
}
const issued = {
  p256: issue({ name: 'p256', keys: kinds.p256.keys }),
  p384: issue({ name: 'p384', keys: kinds.p384.keys }),
  rsa: issue({ name: 'rsa', keys: kinds.rsa.keys }),
}

let service: KeyService
beforeEach(async () => {
  service = await startKeyService(issued.p256.keyPem)
})
afterEach(() => service.close())

const makers = {
  aws: (endpoint: string, timeoutMs?: number) =>
    createAwsKmsKey({ ...account, arn, region: 'ap-northeast-1', endpoint, now, ...waiting(timeoutMs) }),
  google: (endpoint: string, timeoutMs?: number) =>
    createGoogleKmsKey({
      ...{ version, email: 'musubi@p.iam.gserviceaccount.com', keyId: 'robot-1', keyPem: robotPem },
      ...{ endpoint, now, ...waiting(timeoutMs) },
    }),
}
const waiting = (timeoutMs: number | undefined) => (timeoutMs === undefined ? {} : { timeoutMs })
const signerOf = (which: keyof typeof makers, certPem: string, timeoutMs?: number) =>
  createRemoteSigner(certPem, makers[which](service.url, timeoutMs), () => undefined)

describe.each(['aws', 'google'] as const)('%s', (which) => {
  test.each(['p256', 'p384', 'rsa'] as const)('signs a digest by a key of %s', async (kind) => {
    service.close()
    service = await startKeyService(issued[kind].keyPem)
    const signer = signerOf(which, issued[kind].certPem)
    await signer.prove()
    expect(verify(kinds[kind].digest, bytes, issued[kind].certPem, await signer.sign(bytes))).toBe(true)
    // Nothing of what is signed leaves this server but its hash.
    expect(service.asked.map(({ body }) => body).join()).not.toContain(bytes.toString('base64'))
  })

  test('another certificate’s key is refused, whatever it signs', async () => {
    await expect(signerOf(which, issueOther()).prove()).rejects.toThrow(/does not belong to the key in/)
  })

  test('one that hangs is given up', async () => {
    service.behave('hang')
    await expect(signerOf(which, issued.p256.certPem, 300).prove()).rejects.toMatchObject({
      code: 'timed_out',
    })
  })

  test('one that nobody reaches may come back', async () => {
    const signer = signerOf(which, issued.p256.certPem)
    service.close()
    await expect(signer.prove()).rejects.toMatchObject({ code: 'unreachable' })
  })
})

const issueOther = () => issue({ name: 'another' }).certPem

test.each([
  [400, 'DisabledException', 'denied'],
  [400, 'AccessDeniedException', 'denied'],
  [400, 'com.amazonaws.kms#ThrottlingException', 'busy'],
  [500, 'KMSInternalException', 'busy'],
  [400, 'NotFoundException', 'key_not_there'],
  [400, 'InvalidKeyUsageException', 'key_not_there'],
])('AWS says %i %s: %s', async (status, kind, code) => {
  service.behave({ status, body: { __type: kind, message: `about ${arn}` } })
  const refused = await signerOf('aws', issued.p256.certPem)
    .prove()
    .catch((error) => error)
  expect(refused).toMatchObject({ code })
  expect(refused.message).not.toContain('about')
})

test.each([
  [401, 'UNAUTHENTICATED', 'denied'],
  [403, 'PERMISSION_DENIED', 'denied'],
  [400, 'FAILED_PRECONDITION', 'denied'],
  [429, 'RESOURCE_EXHAUSTED', 'busy'],
  [503, 'UNAVAILABLE', 'busy'],
  [404, 'NOT_FOUND', 'key_not_there'],
  [400, 'INVALID_ARGUMENT', 'key_not_there'],
])('Google says %i %s: %s', async (code, status, problem) => {
  service.behave({ status: code, body: { error: { code, status, message: `about ${version}` } } })
  const refused = await signerOf('google', issued.p256.certPem)
    .prove()
    .catch((error) => error)
  expect(refused).toMatchObject({ code: problem })
  expect(refused.message).not.toContain('about')
})

test('AWS is asked by Sign, with Signature Version 4', async () => {
  await signerOf('aws', issued.p256.certPem).sign(bytes)
  const [{ headers, body } = { headers: {}, body: '' }] = service.asked
  expect(headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.Sign',
    'x-amz-date': '20261201T030405Z',
  })
  expect(JSON.parse(body)).toMatchObject({
    KeyId: arn,
    MessageType: 'DIGEST',
    SigningAlgorithm: 'ECDSA_SHA_256',
  })
  const given = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Sign' }
  const url = new URL(`${service.url}/`)
  const place = { region: 'ap-northeast-1', service: 'kms', at }
  expect(headers.authorization).toBe(
    signedHeaders({ method: 'POST', url, headers: given, body }, account, place).authorization,
  )
})

test('Google is asked by asymmetricSign, with a JWT of the service account', async () => {
  await signerOf('google', issued.p256.certPem).sign(bytes)
  const [{ path, headers } = { path: '', headers: { authorization: '' } }] = service.asked
  expect(path).toBe(`/v1/${version}:asymmetricSign`)
  const [head = '', claims = '', proof = ''] = (headers.authorization ?? '').replace('Bearer ', '').split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'robot-1' })
  const issuedAt = at.getTime() / 1000
  expect(read(claims)).toEqual({
    iss: 'musubi@p.iam.gserviceaccount.com',
    sub: 'musubi@p.iam.gserviceaccount.com',
    aud: 'https://cloudkms.googleapis.com/',
    iat: issuedAt,
    exp: issuedAt + 600,
  })
  const proved = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    robot.publicKey,
    Buffer.from(proof, 'base64url'),
  )
  expect(proved).toBe(true)
})
