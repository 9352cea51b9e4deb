/** A key in a security module, by SoftHSM: it signs as a key in a file does, and what goes wrong is told apart. */
import { generateKeyPairSync, type KeyPairKeyObjectResult, verify } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPkcs11Key } from '#server/adapters/signer/remote/pkcs11-key.ts'
import { createRemoteSigner } from '#server/adapters/signer/remote/remote-signer.ts'
import { type Issued, issue } from '#tests/support/certificate-maker.ts'
import { makeSoftToken, moduleChildrenOf, type SoftToken } from '#tests/support/soft-token.ts'

let token: SoftToken
const certificates = new Map<string, Issued>()
const told: unknown[] = []

const keys: [string, string, () => KeyPairKeyObjectResult][] = [
  ['p256', 'ecdsa-p256-sha256', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
  ['p384', 'ecdsa-p384-sha384', () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' })],
  ['p521', 'ecdsa-p521-sha512', () => generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
  ['rsa', 'rsa-sha256', () => generateKeyPairSync('rsa', { modulusLength: 3072 })],
]

beforeAll(async () => {
  token = await makeSoftToken()
  for (const [at, [name, , make]] of keys.entries()) {
    const issued = issue({ name, keys: make() })
    certificates.set(name, issued)
    await token.import(name, `a${at}`, issued.keyPem)
  }
})
afterAll(() => token?.remove())

type Wanted = Partial<{
  token: string
  object: string | null
  id: string
  module: string
  pin: string
  childScript: string
}>

function signerOf(name: string, { pin, childScript, ...wanted }: Wanted = {}) {
  const place = { module: token.modulePath, token: 'musubi', serial: null, object: name, id: null, ...wanted }
  const key = createPkcs11Key({
    place,
    pin: pin ?? token.pin,
    childScript: childScript ?? 'dist/pkcs11-child.mjs',
    environment: token.environment,
    timeoutMs: 3_000,
  })
  return createRemoteSigner(certificates.get(name)?.certPem ?? '', key, (...line) => void told.push(line))
}

const bytes = Buffer.from('what is signed')
const digestOf = (algorithm: string) => algorithm.split('-').at(-1) ?? ''

test.each(keys)('%s signs, and its certificate verifies it', async (name, algorithm) => {
  const signer = signerOf(name)
  await signer.prove()
  expect(signer.algorithm).toBe(algorithm)
  // Numbers of an ECDSA signature begin with zeros now and then, which DER leaves out.
  for (let round = 0; round < 20; round += 1) {
    const key = certificates.get(name)?.certPem ?? ''
    expect(verify(digestOf(algorithm), bytes, key, await signer.sign(bytes))).toBe(true)
  }
})

test('four at once are signed one behind the other, each its own', async () => {
  const signer = signerOf('p256')
  const texts = ['a', 'b', 'c', 'd'].map((each) => Buffer.from(each))
  const signed = await Promise.all(texts.map((each) => signer.sign(each)))
  const key = certificates.get('p256')?.certPem ?? ''
  expect(signed.map((each, at) => verify('sha256', texts[at] ?? bytes, key, each))).toEqual(
    texts.map(() => true),
  )
})

describe('refused at start, with one sentence that names the cure', () => {
  test.each<[string, Wanted & { name?: string }, RegExp]>([
    ['a wrong PIN', { pin: '9999' }, /CKR_PIN_INCORRECT.*SIGNING_PKCS11_PIN/],
    ['no such key', { object: 'other' }, /no such private key.*object=/],
    ['several keys', { object: null }, /several private keys/],
    ['a module that is none', { module: '/etc/passwd' }, /module-path in SIGNING_PKCS11/],
    ["another certificate's key", { object: 'p384', name: 'p256' }, /does not belong to the key/],
    [
      'a key of another kind',
      { object: 'rsa', name: 'p256' },
      /no such private key of the kind of its certificate/,
    ],
  ])('%s', async (_what, { name = 'p256', ...wanted }, sentence) => {
    const refused = await signerOf(name, wanted)
      .prove()
      .catch((error: Error) => error)
    expect(refused).toBeInstanceOf(Error)
    const { message } = refused as Error
    expect(message).toMatch(sentence)
    expect(message).not.toContain('\n')
  })

  test('by the id alone the key is found', () => signerOf('p384', { object: null, id: 'a1' }).prove())
})

test('a wrong PIN is tried once, because the token counts', async () => {
  const signer = signerOf('p256', { pin: '9999' })
  await expect(signer.prove()).rejects.toThrow(/PIN_INCORRECT/)
  const before = await moduleChildrenOf(process.pid)
  await expect(signer.sign(bytes)).rejects.toThrow(/PIN_INCORRECT.*waits until the server is started again/)
  expect(await moduleChildrenOf(process.pid)).toEqual(before)
})

test('four at once with a wrong PIN try it once, too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'musubi-pin-'))
  try {
    const [starts, childScript] = [join(folder, 'starts'), join(folder, 'child.mjs')]
    const child = pathToFileURL(resolve('dist/pkcs11-child.mjs')).href
    // Each try ends its process.
    await writeFile(
      childScript,
      `import { appendFileSync } from 'node:fs'\nappendFileSync('${starts}', '.')\nawait import('${child}')\n`,
    )
    const signer = signerOf('p256', { pin: '9999', childScript })
    const tried = await Promise.allSettled([1, 2, 3, 4].map(() => signer.sign(bytes)))
    expect(tried.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    expect(await readFile(starts, 'utf8')).toBe('.')
  } finally {
    await rm(folder, { recursive: true })
  }
})

describe('what passes is waited for', () => {
  async function stricken(blow: (pid: number) => void) {
    const before = await moduleChildrenOf(process.pid)
    const signer = signerOf('p256')
    await signer.prove()
    const [own] = (await moduleChildrenOf(process.pid)).filter((pid) => !before.includes(pid))
    blow(own ?? Number.NaN)
    return signer
  }

  test('a module that hangs is given up, and the next signature begins anew', async () => {
    const signer = await stricken((pid) => process.kill(pid, 'SIGSTOP'))
    told.length = 0
    await expect(signer.sign(bytes)).rejects.toMatchObject({ code: 'timed_out' })
    await signer.sign(bytes)
    expect(told).toMatchObject([
      ['warn', expect.any(String), { event: 'signing_key.away', problem: 'timed_out' }],
      ['info', expect.any(String), { event: 'signing_key.back' }],
    ])
  })

  test('one that crashes takes nothing with it, and is logged in to again', async () => {
    const signer = await stricken((pid) => process.kill(pid, 'SIGKILL'))
    await signer.sign(bytes).catch((error) => expect(error).toMatchObject({ code: 'failed' }))
    await signer.sign(bytes)
  })

  test('one that could not even begin is begun again', async () => {
    const signer = signerOf('p256')
    const { execPath } = process
    process.execPath = '/nowhere/node'
    try {
      await expect(signer.sign(bytes)).rejects.toMatchObject({ code: 'failed' })
    } finally {
      process.execPath = execPath
    }
    await signer.sign(bytes)
  })

  test('a token that is unplugged signs again once it is back', async () => {
    const signer = await stricken((pid) => process.kill(pid, 'SIGKILL'))
    await token.unplug()
    const away = () => signer.sign(bytes).then(String, ({ code }) => code)
    // The first may meet the crash, not the token.
    await away()
    expect(await away()).toBe('no_token')
    await token.plug()
    await signer.sign(bytes)
  })
})
