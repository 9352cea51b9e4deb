import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeTrust } from '#server/offline-checker/given-trust.ts'
import { type Material, makeMaterial } from '#tests/fixtures/manipulated/material.ts'
import { structureManipulations } from '#tests/fixtures/manipulated/of-structure.ts'
import { pdfWorkerAtHand } from '#tests/fixtures/pdf/pdf-worker-at-hand.ts'
import { needs } from '#tests/support/needs.ts'

/** What the build made, carried to a folder where nothing else is. */
const folder = mkdtempSync(join(tmpdir(), 'musubi-checker-'))
const checker = join(folder, 'musubi-verify.mjs')
const hand = pdfWorkerAtHand()
let material: Material

const put = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes)
  return name
}

beforeAll(async () => {
  put('musubi-verify.mjs', readFileSync('dist/musubi-verify.mjs'))
  material = await makeMaterial(hand)
  put('trust.json', writeTrust({ operator: 'Musubi', ...material.trust }))
  put('contract.pdf', material.contract.whole)
  put('certificate.pdf', material.certificate)
})
afterAll(async () => {
  await hand.end()
  rmSync(folder, { recursive: true })
})

function check(node: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(node, [checker, ...given], {
    cwd: folder,
    encoding: 'utf8',
    env: {},
  })
  return { status, stdout, stderr }
}

const run = (...given: string[]) => check(process.execPath, '--trust', 'trust.json', ...given)
const asJson = (...given: string[]) => JSON.parse(run('--json', ...given).stdout)

/** The oldest that it promises to run on, where this machine has one. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) => existsSync(path) && execFileSync(path, ['--version'], { encoding: 'utf8' }).startsWith('v20.'),
)

describe('musubi-verify.mjs', () => {
  test('is one file of less than a megabyte that asks Node for nothing that speaks to a network', () => {
    expect(statSync(checker).size).toBeLessThan(1024 * 1024)
    const asked = [...readFileSync(checker, 'utf8').matchAll(/(?:from|import\(|require\()\s*"([^"]+)"/g)]
    expect([...new Set(asked.map(([, name]) => name))].sort()).toEqual([
      'node:crypto',
      'node:fs',
      'node:zlib',
    ])
  })

  test('calls a contract with its certificate good, in words and with status 0', () => {
    const { status, stdout, stderr } = run('--lang', 'ja', 'contract.pdf', 'certificate.pdf')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('このサーバーが発行し、そのままの状態です')
    expect(stdout).toContain('いっしょに確かめた書類のものです')
    expect(stdout).toContain('山田 太郎 (090-****-1234) が同意。')
  })

  test('says the same for machines, by a schema with a name', () => {
    const found = asJson('contract.pdf', 'certificate.pdf')
    expect(found).toMatchObject({
      schema: 'musubi-verification-1',
      ok: true,
      files: [
        { file: 'contract.pdf', answer: 'issued_whole', document: { kind: 'contract' } },
        { file: 'certificate.pdf', answer: 'issued_whole', document: { kind: 'certificate' } },
      ],
      pairings: [{ certificate: 1, document: 0, finding: { code: 'certificate_paired', level: 'note' } }],
    })
    expect(found.files[0].findings[0]).toMatchObject({ ja: expect.any(String), en: expect.any(String) })
  })

  test(
    'runs on Node 20 all the same',
    needs({ what: 'Node 20', isHere: oldNode !== undefined, inCi: false }),
    () => {
      expect(check(oldNode ?? '', '--trust', 'trust.json', 'contract.pdf', 'certificate.pdf').status).toBe(0)
    },
  )

  test('57: a certificate of another contract is told apart', async () => {
    put('other.pdf', await material.certify('01kb0another0document0id', Buffer.from('another')))
    const { status, stdout } = run('--lang', 'en', 'contract.pdf', 'other.pdf')
    expect(status).toBe(1)
    expect(stdout).toContain('This certificate of agreement belongs to another document.')
  })

  test('58: a contract that the same operator sealed again for others does not fit the certificate', async () => {
    put('again.pdf', (await material.seal([])).whole)
    const found = asJson('again.pdf', 'certificate.pdf')
    expect(found.files.map(({ answer }: { answer: string }) => answer)).toEqual([
      'issued_whole',
      'issued_whole',
    ])
    expect(found.pairings).toMatchObject([{ finding: { code: 'certificate_other_state' } }])
    expect(found.ok).toBe(false)
  })

  test('two contracts with their two certificates find each other', async () => {
    const second = await material.seal([], { documentId: '01kb0second0document00id' })
    put('second.pdf', second.whole)
    put('second-certificate.pdf', await material.certify(second.documentId, second.whole))
    const found = asJson('contract.pdf', 'second.pdf', 'second-certificate.pdf', 'certificate.pdf')
    expect(found.ok).toBe(true)
    const codes = found.pairings.map((one: { finding: { code: string } }) => one.finding.code)
    expect(codes).toEqual(['certificate_paired', 'certificate_paired'])
  })

  test('ends with 1 for what was manipulated, and says what it is', async () => {
    const page = structureManipulations.find(({ number }) => number === '6')
    const made = await page?.make(material)
    put('changed.pdf', made !== undefined && 'bytes' in made ? made.bytes : (made ?? ''))
    const { status, stdout } = run('--lang', 'ja', 'changed.pdf')
    expect(status).toBe(1)
    expect(stdout).toContain('[注意] 署名のあとに、ページの内容が書き換えられています。')
    expect(stdout).toContain('{page_content}')
  })

  test('believes nobody without certificates, and says so', () => {
    const { status, stdout, stderr } = check(process.execPath, '--lang', 'en', 'contract.pdf')
    expect(status).toBe(1)
    expect(stderr).toContain('No certificates to believe')
    expect(stdout).toContain('Not issued by this server')
  })

  test('takes certificates in PEM, too', () => {
    put('trust.pem', `${material.authority.signerCertPem}${material.authority.tsaCertPem}`)
    expect(check(process.execPath, '--trust', 'trust.pem', 'contract.pdf').status).toBe(0)
  })

  test.each([
    ['no file', []],
    ['a file that is not there', ['nothing.pdf']],
    ['a language that it does not speak', ['--lang', 'fr', 'contract.pdf']],
    ['an option that it does not have', ['--fast', 'contract.pdf']],
  ])('ends with 2 for %s', (_what, given) => {
    const { status, stdout, stderr } = run(...given)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^musubi-verify: /)
  })

  test('lets no name of a file or a person move the cursor of a terminal', () => {
    const name = put('a\u202e\u001b[2Jb.pdf', readFileSync(join(folder, 'contract.pdf')))
    const { stdout } = run(name)
    expect([stdout.includes('\u001b'), stdout.includes('\u202e')]).toEqual([false, false])
  })
})
