import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import type { Signer } from '#server/usecases/sealing-ports.ts'

/** Why a key cannot sign for us. */
export type KeyProblem = 'key_unreadable' | 'chain_unreadable' | 'key_too_weak' | 'key_does_not_match'

/** A key or certificate that we refuse at start; `message` is one sentence for the operator. */
export class KeyRefused extends Error {
  readonly code: KeyProblem
  constructor(code: KeyProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KeyRefused'
    this.code = code
  }
}

/** A key in PEM and its certificates, leaf first. `passphrase` only for an encrypted key. */
export type PemKey = { keyPem: string; chainPem: string; passphrase?: string }

/**
 * Signs with a key from PEM text, in the thread pool. P-256, or RSA of 3072 bits and more (sealing.md §3); throws
 * `KeyRefused` for anything else, or when the first certificate is not the key's.
 */
export function createPemSigner(pem: PemKey): Signer {
  const key = readKey(pem)
  const chain = readChain(pem.chainPem)
  const algorithm = algorithmOf(key)
  if (!chain[0]?.checkPrivateKey(key)) {
    throw new KeyRefused('key_does_not_match', 'The first certificate does not belong to the private key.')
  }
  return {
    chain: chain.map((certificate) => certificate.raw),
    algorithm,
    sign: (bytes) => signInThreadPool(bytes, key),
  }
}

function signInThreadPool(bytes: Uint8Array, key: KeyObject): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    sign('sha256', bytes, key, (error, signature) => (error ? reject(error) : resolve(signature)))
  })
}

function readKey({ keyPem, passphrase }: PemKey): KeyObject {
  try {
    return createPrivateKey({
      key: keyPem,
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    })
  } catch (cause) {
    throw new KeyRefused(
      'key_unreadable',
      'The private key is not readable PEM, or its passphrase is wrong.',
      { cause },
    )
  }
}

function readChain(chainPem: string): X509Certificate[] {
  const blocks = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length === 0) throw new RangeError('no certificate in the text')
    return blocks.map((block) => new X509Certificate(block))
  } catch (cause) {
    throw new KeyRefused('chain_unreadable', 'The certificate chain is not readable PEM.', { cause })
  }
}

function algorithmOf(key: KeyObject): Signer['algorithm'] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ecdsa-p256-sha256'
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 3072) return 'rsa-sha256'
  const found =
    type === 'rsa' ? `RSA of ${details?.modulusLength} bits` : `${type} ${details?.namedCurve ?? ''}`.trim()
  throw new KeyRefused(
    'key_too_weak',
    `The signing key must be P-256, or RSA of at least 3072 bits; this one is ${found}.`,
  )
}
