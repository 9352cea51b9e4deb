import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createPemSigner, type KeyRefused } from '#server/adapters/signer/pem-signer.ts'
import { createPkcs12Signer } from '#server/adapters/signer/pkcs12-signer.ts'
import { readBack } from '#server/adapters/verification/read-back.ts'
import { anAgreement, anOffice } from './hand-made-agreement.ts'

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

const rsaFile = new URL('sealer-rsa-3072.p12', import.meta.url)

test('an RSA key from a PKCS#12 file seals files that pass the gate', async () => {
  const signer = await createPkcs12Signer({ pkcs12: await readFile(rsaFile), passphrase: 'musubi' })
  expect(signer.algorithm).toBe('rsa-sha256')
  const { expectation } = await anAgreement({ office: { ...office, signer } })
  expect((await readBack(expectation)).problems).toEqual([])
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
