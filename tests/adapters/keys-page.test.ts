/** Every command of docs/keys.md, in its order: what comes out signs as the page says. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPemSigner } from '#server/adapters/signer/pem-signer.ts'
import { createPkcs12Signer } from '#server/adapters/signer/pkcs12-signer.ts'
import { createPkcs11Key } from '#server/adapters/signer/remote/pkcs11-key.ts'
import { createRemoteSigner } from '#server/adapters/signer/remote/remote-signer.ts'
import { judgeSigningCertificate } from '#server/adapters/signer/signing-certificate.ts'
import { reader } from '#server/config/environment.ts'
import { readKey } from '#server/config/signing-key.ts'
import { makeSoftToken, type SoftToken } from '#tests/support/soft-token.ts'

let folder: string
let token: SoftToken
let page: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'musubi-keys-page-'))
  token = await makeSoftToken({ empty: true })
  page = await readFile('docs/keys.md', 'utf8')
  for (const [, commands = ''] of page.matchAll(/```sh\n(.*?)```/gs)) {
    const options = { cwd: folder, env: token.environment, stdio: 'pipe' } as const
    execFileSync('bash', ['-euo', 'pipefail', '-c', commands], options)
  }
})
afterAll(async () => {
  await token?.remove()
  await rm(folder, { recursive: true, force: true })
})

const made = (name: string) => readFile(join(folder, name), 'utf8')

test('the private authority’s certificate is one that signs documents, and its revocation list is for it', async () => {
  const signer = createPemSigner({ keyPem: await made('signing.key'), chainPem: await made('chain.pem') })
  judgeSigningCertificate(signer.chain, new Date())
  expect(signer.chain).toHaveLength(2)
  const words = ['crl', '-in', 'signing.crl', '-inform', 'DER', '-CAfile', 'root.pem', '-noout']
  expect(() => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })).not.toThrow()
})

test('the same as one PKCS#12 file', async () => {
  const pkcs12 = await readFile(join(folder, 'signing.p12'))
  const signer = await createPkcs12Signer({ pkcs12, passphrase: 'change-me' })
  judgeSigningCertificate(signer.chain, new Date())
})

test('the same key in a token, named by the URI of the page', async () => {
  const SIGNING_PKCS11 = /SIGNING_PKCS11='([^']+)'/.exec(page)?.[1] ?? ''
  const environment = {
    ...{ SIGNING_PKCS11, SIGNING_PKCS11_PIN: '1234', OPERATOR_NAME: 'つばめ不動産', ...token.environment },
    SIGNING_CERTIFICATE: await made('chain.pem'),
  }
  const problems: string[] = []
  const key = readKey(reader(environment, problems), true, environment)
  if (key.source !== 'pkcs11') throw new Error('another source')
  const { chainPem, pin, environment: childs, ...place } = key
  const remote = createPkcs11Key({ place, pin, environment: childs, childScript: 'dist/pkcs11-child.mjs' })
  const signer = createRemoteSigner(chainPem, remote, () => undefined)
  await signer.sign(randomBytes(32))
  expect(problems).toEqual([])
})
