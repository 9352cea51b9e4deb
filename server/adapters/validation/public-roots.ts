import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { type Certificate, parseCertificate } from '#server/verification/certificates.ts'

let known: Map<string, Certificate[]> | null = null

/** Roots that every computer knows, by their names: operators leave them out of their chains. */
export function publicRootsNamed(name: string): Certificate[] {
  known ??= Map.groupBy(
    rootCertificates.map((pem) => parseCertificate(new X509Certificate(pem).raw)),
    ({ x509 }) => x509.subject,
  )
  return known.get(name) ?? []
}
