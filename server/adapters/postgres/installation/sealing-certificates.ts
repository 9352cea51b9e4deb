import type { TrustedCertificates } from '#server/usecases/sealing-ports.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import { type Connection, statement } from '../connection/statements.ts'

type Use = 'signing' | 'timestamping'

const record = statement(
  'record_sealing_certificate',
  `insert into sealing_certificates (use, sha256, subject, der, chain, valid_from, valid_until, recorded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (use, sha256) do nothing`,
)
const used = statement(
  'use_sealing_certificate',
  `update sealing_certificates set first_used_at = coalesce(first_used_at, $2), last_used_at = greatest(last_used_at, $2)
   where use = 'signing' and sha256 = $1`,
)
const all = statement<{ use: Use; sha256: string; der: Uint8Array }>(
  'sealing_certificates',
  'select use, sha256, der from sealing_certificates order by recorded_at, sha256',
)

/** How exact the last use is known: a note for people, not worth a write with every signature. */
const usedEveryMilliseconds = 3_600_000

/** Remembers a certificate for ever; `chain` (DER) is what stood above it. Harmless again. */
export async function recordCertificate(
  connection: Connection,
  use: Use,
  [leaf, ...chain]: Uint8Array[],
  now: Date,
): Promise<void> {
  if (leaf === undefined) return
  const { sha256, subject, notBefore, notAfter } = parseCertificate(leaf)
  const above = chain.map((der) => Buffer.from(der))
  await record(connection, use, sha256, subject, Buffer.from(leaf), above, notBefore, notAfter, now)
}

/** Notes that the certificate signed; at most once an hour, after the first time. */
export function noteUse(connection: Connection, sha256: string): (at: Date) => Promise<void> {
  let noted = Number.NEGATIVE_INFINITY
  return async (at) => {
    if (at.getTime() - noted < usedEveryMilliseconds) return
    await used(connection, sha256, at)
    noted = at.getTime()
  }
}

/**
 * Whom the final verification trusts now. `tsas` says what this process was told: where authorities are named, those
 * that were named before are trusted too.
 */
export async function trustedCertificates(
  connection: Connection,
  tsas: 'named' | 'any' | null,
): Promise<TrustedCertificates> {
  const rows = await all(connection)
  const of = (use: Use) => rows.filter((row) => row.use === use)
  return {
    signers: of('signing').map((row) => row.sha256),
    certificates: of('signing').map((row) => row.der),
    tsas: tsas === 'named' ? of('timestamping').map((row) => row.der) : tsas,
  }
}

const known = statement<CertificateKnown>(
  'sealing_certificates_known',
  `select use, sha256, subject, to_json(valid_from)#>>'{}' as from, to_json(valid_until)#>>'{}' as until,
     to_json(last_used_at)#>>'{}' as last_used
   from sealing_certificates order by use, valid_until desc, sha256`,
)

/** What an operator may know of one; times as ISO 8601. */
type CertificateKnown = {
  use: Use
  sha256: string
  subject: string
  from: string
  until: string
  last_used: string | null
}

/** All that ever signed or stamped here, the newest first. */
export function listCertificates(connection: Connection): Promise<CertificateKnown[]> {
  return known(connection)
}
