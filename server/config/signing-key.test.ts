import { describe, expect, test } from 'vitest'
import { reader } from './environment.ts'
import { readKey } from './signing-key.ts'

const witness = { SIGNING_CERTIFICATE: 'a chain', OPERATOR_NAME: '株式会社運営' }

function readFrom(environment: Record<string, string>) {
  const problems: string[] = []
  const all = { ...witness, ...environment }
  return { key: readKey(reader(all, problems), true, all), problems }
}

describe('a PKCS#11 URI', () => {
  const module = 'module-path=/usr/lib/softhsm/libsofthsm2.so'

  test.each([
    [`pkcs11:token=musubi;object=signing?${module}`, { token: 'musubi', object: 'signing', id: null }],
    [`pkcs11:serial=a680;id=%A1%02?${module}`, { serial: 'a680', id: 'a102', object: null }],
    [
      `pkcs11:token=%E9%8D%B5%20a%3Bb;type=private?${module}`,
      { token: '鍵 a;b', module: '/usr/lib/softhsm/libsofthsm2.so' },
    ],
  ])('%s names the key', (SIGNING_PKCS11, place) => {
    const { key, problems } = readFrom({ SIGNING_PKCS11, SIGNING_PKCS11_PIN: '1234' })
    expect(problems).toEqual([])
    expect(key).toMatchObject({ source: 'pkcs11', pin: '1234', ...place })
  })

  test.each([
    ['pkcs11:token=musubi', 'path of a module'],
    ['/usr/lib/softhsm/libsofthsm2.so', 'no PKCS#11 URI'],
    ['pkcs11:token=a?module-path=libsofthsm2.so', 'path of a module'],
    [`pkcs11:token=a;type=cert?${module}`, 'type=cert'],
    [`pkcs11:token=a?${module}&pin-value=1234`, 'pin-value='],
  ])('%s is refused', (SIGNING_PKCS11, words) => {
    const { problems } = readFrom({ SIGNING_PKCS11, SIGNING_PKCS11_PIN: '1234' })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(words)
    expect(problems[0]).not.toContain('1234')
  })

  test('hands the library what is in the environment, and none of our secrets', () => {
    const { key } = readFrom({
      SIGNING_PKCS11: `pkcs11:object=a?${module}`,
      SIGNING_PKCS11_PIN: '1234',
      SOFTHSM2_CONF: '/etc/softhsm2.conf',
      DATA_KEY: 'secret',
      SESSION_SECRET_FILE: '/run/secret',
    })
    expect(key).toMatchObject({ environment: { SOFTHSM2_CONF: '/etc/softhsm2.conf' } })
  })
})

test('two places of a key at a time are refused', () => {
  const { problems } = readFrom({ SIGNING_KEY: 'a key', SIGNING_PKCS12: '/etc/operator.p12' })
  expect(problems).toEqual(['SIGNING_KEY and SIGNING_PKCS12 are both set; keep one.'])
})

describe('a key service', () => {
  const aws = { SIGNING_AWS_KEY_ID: 'AKID', SIGNING_AWS_SECRET_KEY: 's3cret' }
  const account = JSON.stringify({ client_email: 'm@p', private_key_id: '1', private_key: 'pem' })
  const version = 'projects/p/locations/global/keyRings/r/cryptoKeys/k/cryptoKeyVersions/3'

  test('of AWS is named by an ARN, which holds the region', () => {
    const SIGNING_AWS_KMS = 'arn:aws:kms:ap-northeast-1:123456789012:key/0a1b-2c'
    const { key, problems } = readFrom({ ...aws, SIGNING_AWS_KMS })
    expect(problems).toEqual([])
    expect(key).toMatchObject({ source: 'aws-kms', region: 'ap-northeast-1', arn: SIGNING_AWS_KMS })
  })

  test('of Google is named by a version, with the JSON of a service account', () => {
    const { key, problems } = readFrom({ SIGNING_GOOGLE_KMS: version, SIGNING_GOOGLE_ACCOUNT: account })
    expect(problems).toEqual([])
    expect(key).toMatchObject({ source: 'google-kms', version, email: 'm@p', keyId: '1', keyPem: 'pem' })
  })

  test.each([
    [{ ...aws, SIGNING_AWS_KMS: 'alias/musubi' }, 'SIGNING_AWS_KMS is no ARN'],
    [
      { SIGNING_GOOGLE_KMS: 'projects/p', SIGNING_GOOGLE_ACCOUNT: account },
      'SIGNING_GOOGLE_KMS is no version',
    ],
    [{ SIGNING_GOOGLE_KMS: version, SIGNING_GOOGLE_ACCOUNT: '{"a":1}' }, 'SIGNING_GOOGLE_ACCOUNT is not'],
    [
      {
        ...aws,
        SIGNING_AWS_KMS: 'arn:aws:kms:ap-northeast-1:123456789012:key/1',
        SIGNING_AWS_ENDPOINT: 'http://kms.internal',
      },
      'without encryption',
    ],
  ])('%o is refused', (environment, words) => {
    const { problems } = readFrom(environment)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(words)
    expect(problems[0]).not.toContain('s3cret')
  })
})
