import { isForTimestampsOnly, parseCertificate } from '#server/verification/certificates.ts'
import type { JudgingTrust } from '#server/verification/judging/trust.ts'

/** Whom the checker believes, and whose certificates they are. */
export type GivenTrust = JudgingTrust & { operator: string }

const EMPTY: GivenTrust = { operator: '', signers: [], tsas: [] }

/** As the server writes it into the checker that it serves; bytes are in base64. */
type Written = { operator: string; signers: string[]; tsas: string[] | 'any' | null }

/** What the server wrote into its own copy of the checker; nothing in a copy that no server served. */
export function embeddedTrust(written: string): GivenTrust {
  return written.startsWith('@@') ? EMPTY : readWritten(Buffer.from(written, 'base64').toString('utf8'))
}

/** The certificates as they are written for `embeddedTrust` and for `--trust`. */
export function writeTrust({ operator, signers, tsas }: GivenTrust): string {
  const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64')
  const written: Written = {
    operator,
    signers: signers.map(base64),
    tsas: Array.isArray(tsas) ? tsas.map(base64) : tsas,
  }
  return JSON.stringify(written)
}

/** A file of `--trust`: certificates in PEM, or what `/verify/trust.json` answers. Throws a sentence. */
export function readTrustFile(text: string): GivenTrust {
  if (text.trimStart().startsWith('{')) return readWritten(text)
  const found = [...text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)]
  const certificates = found.map(([, body = '']) => parseCertificate(Buffer.from(body, 'base64')))
  if (certificates.length === 0) throw new Error('holds no certificate')
  const authorities = certificates.filter((one) => isForTimestampsOnly(one) || one.x509.ca)
  return {
    operator: '',
    signers: certificates.filter((one) => !authorities.includes(one)).map(({ der }) => der),
    tsas: authorities.map(({ der }) => der),
  }
}

function readWritten(text: string): GivenTrust {
  const found: unknown = JSON.parse(text)
  if (typeof found !== 'object' || found === null) throw new Error('is no record of certificates')
  const entry = (key: string): unknown => Object.entries(found).find(([name]) => name === key)?.[1]
  const operator = entry('operator')
  const tsas = entry('tsas')
  const list = (value: unknown) =>
    (Array.isArray(value) ? value : []).map((one) => Uint8Array.from(Buffer.from(String(one), 'base64')))
  return {
    operator: typeof operator === 'string' ? operator : '',
    signers: list(entry('signers')),
    tsas: tsas === 'any' || tsas === null ? tsas : list(tsas),
  }
}
