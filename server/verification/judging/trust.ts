import type { TrustedTsas } from '#server/usecases/sealing-ports.ts'
import { type Certificate, chainsTo, parseCertificate } from '../certificates.ts'

/** Whom a checker believes: the certificates (DER) that ever signed for the operator, and the authorities of time. */
export type JudgingTrust = {
  signers: Uint8Array[]
  tsas: TrustedTsas
}

/** The same, read once. */
export type KnownTrust = {
  tsas: TrustedTsas
  isOurs(certificate: Pick<Certificate, 'sha256'> | null): boolean
  /** One of ours has its name, and it is none of ours. */
  isNamesake(certificate: Certificate): boolean
  knowsTsa(certificate: Certificate, sent: Certificate[], at: Date): boolean
}

/** Reads the certificates. Throws `MalformedAsn1`. */
export function readTrust({ signers, tsas }: JudgingTrust): KnownTrust {
  const ours = signers.map(parseCertificate)
  const hashes = new Set(ours.map(({ sha256 }) => sha256))
  const names = new Set(ours.map(({ subject }) => subject))
  const anchors = tsas === null || tsas === 'any' ? [] : tsas.map(parseCertificate)
  return {
    tsas,
    isOurs: (certificate) => certificate !== null && hashes.has(certificate.sha256),
    isNamesake: ({ sha256, subject }) => names.has(subject) && !hashes.has(sha256),
    knowsTsa: (certificate, sent, at) => chainsTo(anchors, certificate, sent, at),
  }
}
