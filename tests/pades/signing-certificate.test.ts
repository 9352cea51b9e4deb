/** What the operator's certificates must be, before anything is signed with them. */
import { expect, test } from 'vitest'
import { createPemSigner, type KeyRefused } from '#server/adapters/signer/pem-signer.ts'
import { judgeSigningCertificate } from '#server/adapters/signer/signing-certificate.ts'
import { type Issued, issue, issueSigner } from '#tests/support/certificate-maker.ts'

const day = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * day)

function judged({ keyPem }: Issued, chainPem: string): string {
  try {
    judgeSigningCertificate(createPemSigner({ keyPem, chainPem }).chain, new Date())
    return 'accepted'
  } catch (error) {
    const { code, message } = error as KeyRefused
    expect(message.split('\n')).toHaveLength(1)
    return code
  }
}

test('in force, for signing, with its intermediate: accepted, with and without the root', () => {
  const signer = issueSigner()
  expect(judged(signer, signer.chainPem)).toBe('accepted')
  expect(judged(signer, signer.chainPem + signer.issuers[1]?.certPem)).toBe('accepted')
  const alone = issue({ name: 'self-signed', kind: 'bare' })
  expect(judged(alone, alone.certPem)).toBe('accepted')
})

test('ended, or not yet begun, the leaf or one above it: refused', () => {
  const ended = issueSigner({ from: inDays(-400), until: inDays(-1) })
  expect(judged(ended, ended.chainPem)).toBe('certificate_expired')
  const early = issueSigner({ from: inDays(1) })
  expect(judged(early, early.chainPem)).toBe('certificate_not_yet_valid')
  const root = issue({ name: 'R', kind: 'authority' })
  const over = issue({ name: 'A', kind: 'authority', by: root, from: inDays(-9), until: inDays(-1) })
  const below = issue({ name: 'S', by: over })
  expect(judged(below, below.chainPem)).toBe('certificate_expired')
})

test.each([
  'tls',
  'tsa',
  'encipherment',
  'authority',
] as const)('a certificate for another purpose (%s): refused', (kind) => {
  const other = issueSigner({ kind })
  expect(judged(other, other.chainPem)).toBe('certificate_wrong_purpose')
})

test('a missing intermediate: refused, with the name of who issued it', () => {
  const signer = issueSigner()
  expect(judged(signer, signer.certPem)).toBe('chain_incomplete')
  // The root is there, the one between is not.
  expect(judged(signer, signer.certPem + signer.issuers[1]?.certPem)).toBe('chain_incomplete')
  try {
    judgeSigningCertificate(createPemSigner({ ...signer, chainPem: signer.certPem }).chain, new Date())
  } catch (error) {
    expect((error as Error).message).toMatch(/lacks the certificate of CN=Test Authority/)
  }
})

test('an authority of the same name with another key is no issuer', () => {
  const signer = issueSigner()
  const namesake = issueSigner().issuers[0]
  expect(judged(signer, signer.certPem + namesake?.certPem)).toBe('chain_incomplete')
  expect(
    judged(signer, signer.certPem + namesake?.certPem + signer.issuers.map((each) => each.certPem).join('')),
  ).toBe('accepted')
})
