import { randomBytes, verify, X509Certificate } from 'node:crypto'
import type { Pool } from 'pg'
import { withoutTrace } from '#server/adapters/postgres/connection/database-facts.ts'
import { countSealedTexts } from '#server/adapters/postgres/installation/sealed-texts.ts'
import { keyCures } from '#server/adapters/signer/remote/remote-signer.ts'
import { signingPath } from '#server/adapters/signer/signing-certificate.ts'
import { createSecrets, type Keys } from '#server/adapters/system/secrets.ts'
import type { Config } from '#server/config/config.ts'
import { signerOf } from '#server/start/configured-tools.ts'
import type { Evaluation } from '#server/start/evaluation.ts'
import { refuseForeignKeys } from '#server/start/installation.ts'
import type { Clock } from '#server/usecases/ports.ts'
import { KeyUnavailable } from '#server/usecases/refused.ts'
import type { Signer } from '#server/usecases/sealing-ports.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000
/** As early as the log of a server warns. */
const warnedDays = 60
const renewal = 'renew it (docs/operations.md, renewing the signing certificate)'

/** Do the keys open what is stored, and find what was hashed? */
export function examineKeys(pool: Pool, keys: Keys, evaluating: boolean): Promise<Finding[]> {
  const cure = 'bring DATA_KEY and HASH_KEY back from where you keep them'
  return findings('keys', cure, async () => {
    // A start adopts keys that it meets for the first time; looking adopts none.
    await withoutTrace(pool, (connection) =>
      refuseForeignKeys({ pool: connection, keys, secrets: createSecrets(keys), evaluating }),
    )
    const says = `The data keys (${keys.data.map(({ id }) => id).join(', ')}) and the hash key are those of this database.`
    return [ok('keys', says), ...(await formerKeys(pool, keys))]
  })
}

/** Which of several data keys may go. */
async function formerKeys(pool: Pool, { data: [, ...former] }: Keys): Promise<Finding[]> {
  if (former.length === 0) return []
  const counts = await countSealedTexts(pool)
  return former.map(({ id }) => {
    const texts = counts.filter((each) => each.id === id).reduce((sum, each) => sum + each.texts, 0)
    if (texts > 0)
      return ok('keys', `${texts} texts are encrypted with ${id} still; a server that runs is at it.`)
    return ok('keys', `Nothing is encrypted with ${id} any more; it may be taken out of DATA_KEY.`)
  })
}

/** Key, certificate, the chain above it and their ends; one signature is made and verified. */
export function examineSigning(
  config: Config,
  evaluation: Evaluation | null,
  clock: Clock,
  { pkcs11Child }: { pkcs11Child: string },
): Promise<Finding[]> {
  const check = 'signing'
  return findings(check, 'look at SIGNING_KEY and SIGNING_CERTIFICATE', async () => {
    const signer = await signerOf(config, evaluation, clock, { pkcs11Child, tell: () => undefined })
    const path = signingPath(signer.chain)
    const [leaf] = path
    const away = await (signer.prove?.() ?? Promise.resolve()).then(
      () => null,
      (error: unknown) => {
        if (error instanceof KeyUnavailable) return error
        throw error
      },
    )
    if (away !== null) return fail(check, `${away.message}.`, keyCures[away.code].cure)
    if (leaf === undefined || (signer.prove === undefined && !(await signs(signer)))) {
      return fail(
        check,
        'A signature of the key is not one of its certificate.',
        'put the key and its own certificate in place',
      )
    }
    return path.map(({ subject, notAfter }) => {
      const days = Math.floor((notAfter.getTime() - clock.now().getTime()) / dayMilliseconds)
      const says = `${oneLine(subject)} is in force for ${days} days, until ${notAfter.toISOString().slice(0, 10)}.`
      if (days < 0) return fail(check, `${oneLine(subject)} ended on ${notAfter.toISOString()}.`, renewal)
      return days < warnedDays ? warn(check, says, renewal) : ok(check, says)
    })
  })
}

async function signs(signer: Signer): Promise<boolean> {
  const [leaf] = signer.chain
  if (leaf === undefined) return false
  const bytes = randomBytes(32)
  const digest = signer.algorithm.split('-').at(-1) ?? ''
  return verify(digest, bytes, new X509Certificate(leaf).publicKey, await signer.sign(bytes))
}

/** Names of certificates have one line for each part. */
export function oneLine(subject: string): string {
  return subject.split('\n').join(', ')
}
