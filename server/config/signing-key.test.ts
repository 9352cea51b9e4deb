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
