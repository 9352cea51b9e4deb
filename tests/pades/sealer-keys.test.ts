import { execFileSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createPemSigner, type KeyRefused } from '#server/adapters/signer/pem-signer.ts'
import { createPkcs12Signer } from '#server/adapters/signer/pkcs12-signer.ts'
import { verifyFinal } from '#server/verification/final-verification.ts'
import { issueSigner } from '#tests/support/certificate-maker.ts'
import { anAgreement, anOffice, NOW } from './hand-made-agreement.ts'

const office = anOffice()

function pemOf(pair: ReturnType<typeof generateKeyPairSync>): string {
  return String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
}

test('keys that are weak, foreign, or unreadable are refused', () => {
  const chainPem = office.authority.signerCertPem
  const codeFor = (keyPem: string, chain = chainPem) => {
    try {
      createPemSigner({ keyPem, chainPem: chain })
      return 'accepted'
    } catch (error) {
      return (error as KeyRefused).code
    }
  }
  expect(codeFor(pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 })))).toBe('key_too_weak')
  expect(codeFor(pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' })))).toBe('key_too_weak')
  expect(codeFor(pemOf(generateKeyPairSync('ed25519')))).toBe('key_too_weak')
  expect(codeFor(pemOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' })))).toBe('key_does_not_match')
  // poppler and older validators do not verify RSASSA-PSS.
  expect(codeFor(pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 3072 })))).toBe('key_too_weak')
  expect(codeFor('not a key')).toBe('key_unreadable')
  expect(codeFor(office.authority.signerKeyPem, 'not a chain')).toBe('chain_unreadable')
  expect(codeFor(office.authority.signerKeyPem)).toBe('accepted')
})

test('an encrypted key is opened with its passphrase only', () => {
  const keyPem = String(
    createPrivateKey(office.authority.signerKeyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    }),
  )
  const chainPem = office.authority.signerCertPem
  expect(createPemSigner({ keyPem, chainPem, passphrase: 'secret' }).algorithm).toBe('ecdsa-p256-sha256')
  expect(() => createPemSigner({ keyPem, chainPem, passphrase: 'wrong' })).toThrow()
  expect(() => createPemSigner({ keyPem, chainPem })).toThrow()
})

test.each([
  ['ecdsa-p384-sha384', generateKeyPairSync('ec', { namedCurve: 'secp384r1' })],
  ['ecdsa-p521-sha512', generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
  ['rsa-sha256', generateKeyPairSync('rsa', { modulusLength: 4096 })],
])('a key of the kind %s seals files that pass the final verification and poppler', async (algorithm, keys) => {
  const { keyPem, chainPem } = issueSigner({ keys, from: new Date(NOW.getTime() - 1000) })
  const signer = createPemSigner({ keyPem, chainPem })
  expect(signer.algorithm).toBe(algorithm)
  const { expectation } = await anAgreement({ office: { ...office, signer } })
  expect((await verifyFinal(expectation)).problems).toEqual([])
  const said = execFileSync('pdfsig', ['-nocert', expectation.path], { encoding: 'utf8' })
  expect(said.match(/Signature Validation: Signature is Valid\./g)).toHaveLength(3)
})

const rsaFile = new URL('sealer-rsa-3072.p12', import.meta.url)

test('an RSA key from a PKCS#12 file seals files that pass the final verification', async () => {
  const signer = await createPkcs12Signer({ pkcs12: await readFile(rsaFile), passphrase: 'musubi' })
  expect(signer.algorithm).toBe('rsa-sha256')
  const { expectation } = await anAgreement({ office: { ...office, signer } })
  expect((await verifyFinal(expectation)).problems).toEqual([])
})

test('a PKCS#12 file with another passphrase, or none at all, is refused', async () => {
  const pkcs12 = await readFile(rsaFile)
  await expect(createPkcs12Signer({ pkcs12, passphrase: 'wrong' })).rejects.toMatchObject({
    code: 'key_unreadable',
  })
  await expect(createPkcs12Signer({ pkcs12: Buffer.from('junk'), passphrase: '' })).rejects.toMatchObject({
    code: 'key_unreadable',
  })
})
