import { X509Certificate } from 'node:crypto'
import type { Pool } from 'pg'
import type { OnAway } from '#server/adapters/postgres/connection/trouble.ts'
import { translated } from '#server/adapters/postgres/connection/trouble.ts'
import {
  keepTestAuthority,
  loadTestAuthority,
  testCertificates,
} from '#server/adapters/postgres/installation/test-authorities.ts'
import { addTestMessage, type NewTestMessage } from '#server/adapters/postgres/jobs/test-message-store.ts'
import {
  createEvaluationAuthority,
  EVALUATION_OPERATOR,
  type EvaluationAuthority,
} from '#server/adapters/signer/evaluation-authority.ts'
import { createPemSigner } from '#server/adapters/signer/pem-signer.ts'
import { createSealer } from '#server/adapters/signer/sealer.ts'
import { createTestOutbox } from '#server/adapters/sms/test-outbox.ts'
import { CiphertextRefused } from '#server/adapters/system/secrets.ts'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { createEvaluationSource } from '#server/adapters/validation/evaluation-source.ts'
import { createValidationSource } from '#server/adapters/validation/validation-source.ts'
import { takeSmsReceipt } from '#server/usecases/notifying/take-sms-receipt.ts'
import { testReceiptOf } from '#server/usecases/notifying/test-receipt.ts'
import type { Ports } from '#server/usecases/ports.ts'
import type { Trust } from '#server/usecases/sealing-ports.ts'
import type { TestSealing } from '#server/usecases/test-ports.ts'

type Needs = Pick<Ports, 'clock' | 'random' | 'secrets' | 'database'> & { pool: Pool; onAway: OnAway }

/** What test documents have in the place of gateway, mail server, keys and time-stamping authority. */
export async function testToolsOf(needs: Needs): Promise<Pick<Ports, 'testOutbox' | 'testSealing'>> {
  const { pool, onAway, secrets } = needs
  const store = { keep: (message: NewTestMessage) => addTestMessage(pool, secrets, message) }
  return {
    testOutbox: createTestOutbox({
      ...needs,
      ...translated(store, onAway),
      receipt: (smsId, state) => takeSmsReceipt(needs, testReceiptOf(smsId, state)),
    }),
    testSealing: sealingBy(await authorityOf(needs), translated(trustIn(pool), onAway)),
  }
}

const dayMilliseconds = 24 * 60 * 60 * 1000
/** A test document's clock may be a year ahead, and a process may run for one; the certificates last for three. */
const leastDays = 2 * 366 + 31

async function authorityOf({ pool, secrets, clock, random }: Needs): Promise<EvaluationAuthority> {
  const at = clock.now()
  const beyond = new Date(at.getTime() + leastDays * dayMilliseconds)
  // One whose data key is gone seals nothing any more: a new one follows, and its certificates are known all the same.
  const known = await loadTestAuthority(pool, secrets, beyond).catch((error: unknown) => {
    if (error instanceof CiphertextRefused) return null
    throw error
  })
  if (known !== null) return known
  const authority = createEvaluationAuthority(at)
  const until = new X509Certificate(authority.signerCertPem).validToDate
  await keepTestAuthority(pool, secrets, { id: random.id(), authority, at, until })
  return authority
}

function sealingBy(authority: EvaluationAuthority, trust: Trust): TestSealing {
  const { signerKeyPem, signerCertPem, tsaKeyPem, tsaCertPem, rootPem } = authority
  const signer = createPemSigner({ keyPem: signerKeyPem, chainPem: signerCertPem + rootPem })
  return (clock) => {
    const now = () => clock.now()
    const timestamps = createEvaluationTsa({ keyPem: tsaKeyPem, chainPem: tsaCertPem + rootPem, now })
    const validation = createValidationSource({
      sources: [createEvaluationSource(authority, now)],
      anchors: async () => [],
      chain: signer.chain,
      freshness: 'current',
      now,
    })
    return { sealer: createSealer({ signer, timestamps, now }), trust, validation }
  }
}

/** Asked anew each time, as another process may seal with keys of its own. */
function trustIn(pool: Pool): Trust {
  return {
    operator: EVALUATION_OPERATOR,
    issuer: { address: null, contact: null },
    async trusted() {
      const all = await testCertificates(pool)
      const sha256Of = (pem: string) =>
        new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
      return {
        signers: all.map(({ signerCertPem }) => sha256Of(signerCertPem)),
        certificates: all.map(({ signerCertPem }) => new X509Certificate(signerCertPem).raw),
        tsas: all.map(({ tsaCertPem }) => new X509Certificate(tsaCertPem).raw),
      }
    },
  }
}
