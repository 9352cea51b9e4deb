import { createHash } from 'node:crypto'
import { KeyRefused } from '#server/adapters/signer/pem-signer.ts'
import { TimestampUnavailable } from '#server/adapters/timestamp/timestamp-unavailable.ts'
import { validationCures } from '#server/adapters/validation/validation-cures.ts'
import type { Config } from '#server/config/config.ts'
import { signerOf, timestampsOf } from '#server/start/configured-tools.ts'
import type { Evaluation } from '#server/start/evaluation.ts'
import { validationOf } from '#server/start/validation-tools.ts'
import type { CertificateUse } from '#server/usecases/archive-ports.ts'
import type { Clock, Random } from '#server/usecases/ports.ts'
import { ValidationUnavailable } from '#server/usecases/refused.ts'
import { authorityOf } from '#server/verification/timestamp-token.ts'
import { type Finding, fail, findings, ok } from './finding.ts'

const check = 'validation data'

/** Can what proves the signer's certificates, and the authority's, be had as it is had at each conclusion? */
export function examineValidation(
  config: Config,
  evaluation: Evaluation | null,
  { clock, random, pkcs11Child }: { clock: Clock; random: Random; pkcs11Child: string },
): Promise<Finding[]> {
  return findings(check, 'look at the certificates, the network and the firewall', async () => {
    const signer = await signerOf(config, evaluation, clock, { pkcs11Child, tell: () => undefined }).catch(
      (error: unknown) => {
        if (error instanceof KeyRefused) return null
        throw error
      },
    )
    if (signer === null) return []
    const timestamps = timestampsOf(config, evaluation, clock, { log: () => undefined })
    const validation = validationOf({
      config,
      evaluation,
      signer,
      timestamps,
      clock,
      trusted: null,
      metrics: null,
      log: null,
    })
    // Told of on its own line.
    if (timestamps === null) return []
    if (validation === null) return ok(check, 'Files stay at level B-T, as SIGNATURE_LEVEL says.')
    const at = clock.now()
    const [leaf = new Uint8Array(), ...sent] = signer.chain
    const uses: CertificateUse[] = [{ key: '', of: 'signer', at, leaf, sent, archived: false }]
    try {
      const hash = createHash('sha256').update(random.token(32)).digest()
      const authority = authorityOf(await timestamps.timestamp(hash))
      if (authority !== null) uses.push({ key: '', of: 'authority', at, ...authority, archived: false })
      const known = { certificates: [], crls: [], ocsps: [] }
      const { crls, ocsps } = await validation.dataFor({ uses, known, roomBytes: 0 })
      const found = `${crls.length} revocation lists and ${ocsps.length} OCSP answers`
      return ok(check, `${found} prove the signing certificate and the time-stamping authority's.`)
    } catch (error) {
      if (error instanceof ValidationUnavailable) {
        return fail(check, `${error.message}.`, validationCures[error.code].cure)
      }
      // Told of on its own line.
      if (error instanceof TimestampUnavailable) return []
      throw error
    }
  })
}
