import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto'
import { AwaitsOperator, type KeyTrouble, KeyUnavailable } from '#server/usecases/refused.ts'
import type { SignatureAlgorithm, Signer } from '#server/usecases/sealing-ports.ts'
import { algorithmOf, digestOf, KeyRefused, readChain } from '../pem-signer.ts'

/** What is to be signed: its hash by the algorithm's own function. */
type ToSign = { algorithm: SignatureAlgorithm; digest: Uint8Array }

/**
 * A key that lies elsewhere. `sign` gives a signature as X.509 has it (ECDSA: DER), and rejects with `KeyUnavailable`, which
 * passes, or with `KeyRefused`, which stays as it is until the operator has changed something and started again.
 */
export type RemoteKey = { name: string; sign(what: ToSign): Promise<Uint8Array> }

/** Tells an operator, in one line of the log, that the key went away or came back. */
export type TellOfKey = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Record<string, unknown>,
) => void

/** What an operator does about it; an alarm where waiting will not help. */
export const keyCures: Record<KeyTrouble, { level: 'warn' | 'error'; cure: string }> = {
  unreachable: { level: 'warn', cure: 'check the network, the firewall and the address of the key service' },
  timed_out: { level: 'warn', cure: 'nothing, if it comes back; else look at the module or the key service' },
  no_token: { level: 'error', cure: 'connect the module, or correct token in SIGNING_PKCS11' },
  logged_out: { level: 'warn', cure: 'nothing, if it comes back: it is logged in to again by itself' },
  busy: { level: 'warn', cure: 'nothing, if it passes; else ask for a higher quota' },
  denied: {
    level: 'error',
    cure: 'enable the key, and let this server sign with it (docs/keys.md)',
  },
  failed: { level: 'error', cure: 'look at the log of the module or the key service' },
}

type RemoteSigner = Signer & {
  /** Makes one signature over nothing of anybody's. Throws `KeyRefused` where the key is not the certificate's, `KeyUnavailable` where nobody can tell now. */
  prove(): Promise<void>
}

/**
 * Signs with a key that is not in this process. Each signature is verified against the certificate before anybody gets it, so
 * a key that was exchanged behind our back seals nothing.
 */
export function createRemoteSigner(chainPem: string, key: RemoteKey, tell: TellOfKey): RemoteSigner {
  const chain = readChain(chainPem)
  const [leaf] = chain
  if (leaf === undefined) throw new KeyRefused('chain_unreadable', 'SIGNING_CERTIFICATE is empty.')
  const { publicKey } = new X509Certificate(leaf.raw)
  const algorithm = algorithmOf(publicKey)
  let failing: KeyTrouble | null = null
  /** A wrong PIN is not tried again: the token counts. */
  let refused: KeyRefused | null = null

  async function sign(bytes: Uint8Array): Promise<Uint8Array> {
    if (refused !== null) throw refused
    const digest = createHash(digestOf[algorithm]).update(bytes).digest()
    const signature = await key.sign({ algorithm, digest })
    if (!verify(digestOf[algorithm], bytes, publicKey, signature)) {
      throw new KeyRefused(
        'key_does_not_match',
        `The first certificate of SIGNING_CERTIFICATE does not belong to the key in ${key.name}; name the key that it was issued for, or put its certificate first.`,
      )
    }
    return signature
  }

  function noted(error: unknown): void {
    if (error instanceof KeyRefused) refused = error
    if (!(error instanceof KeyUnavailable) || failing === error.code) return
    failing = error.code
    const { level, cure } = keyCures[error.code]
    tell(level, 'the signing key cannot be used now; what was consented to waits for its seal', {
      event: 'signing_key.away',
      ...{ key: key.name, problem: error.code, reason: error.message, cure },
    })
  }

  async function watched(bytes: Uint8Array): Promise<Uint8Array> {
    try {
      const signature = await sign(bytes)
      if (failing !== null)
        tell('info', 'the signing key can be used again', { event: 'signing_key.back', key: key.name })
      failing = null
      return signature
    } catch (error) {
      noted(error)
      throw error
    }
  }

  return {
    chain: chain.map(({ raw }) => raw),
    algorithm,
    async prove() {
      // Letters never read as the attributes of a signature on a document, which are a DER SET.
      await watched(Buffer.from(`musubi proves its key ${randomBytes(32).toString('hex')}`, 'ascii'))
    },
    sign: (bytes) =>
      watched(bytes).catch((error: unknown) => {
        if (!(error instanceof KeyRefused)) throw error
        throw new AwaitsOperator(`${error.message} The seal waits until the server is started again.`)
      }),
  }
}
