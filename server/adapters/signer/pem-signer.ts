import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import type { SignatureAlgorithm, Signer } from '#server/usecases/sealing-ports.ts'

/** Why a key cannot sign for us. */
export type KeyProblem =
  | 'key_unreadable'
  | 'chain_unreadable'
  | 'key_too_weak'
  | 'key_not_there'
  | 'key_does_not_match'
  | 'certificate_expired'
  | 'certificate_not_yet_valid'
  | 'certificate_wrong_purpose'
  | 'chain_incomplete'

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
 * Signs with a key from PEM text, in the thread pool. P-256, P-384 or P-521, or RSA of 3072 bits and more;
 * throws `KeyRefused` for anything else, or when the first certificate is not the key's.
 */
export function createPemSigner(pem: PemKey): Signer {
  const key = readKey(pem)
  const chain = readChain(pem.chainPem)
  const algorithm = algorithmOf(key)
  if (!chain[0]?.checkPrivateKey(key)) {
    throw new KeyRefused(
      'key_does_not_match',
      'The first certificate of SIGNING_CERTIFICATE does not belong to the private key; put the key and the certificate that was issued for it in place together, leaf first.',
    )
  }
  return {
    chain: chain.map((certificate) => certificate.raw),
    algorithm,
    sign: (bytes) => signInThreadPool(algorithm, bytes, key),
  }
}

/** The hash function of each algorithm, as node names it. */
export const digestOf: Record<SignatureAlgorithm, string> = {
  'ecdsa-p256-sha256': 'sha256',
  'ecdsa-p384-sha384': 'sha384',
  'ecdsa-p521-sha512': 'sha512',
  'rsa-sha256': 'sha256',
}

function signInThreadPool(
  algorithm: SignatureAlgorithm,
  bytes: Uint8Array,
  key: KeyObject,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    sign(digestOf[algorithm], bytes, key, (error, signature) => (error ? reject(error) : resolve(signature)))
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
      'The private key (SIGNING_KEY) is not readable PEM, or its passphrase (SIGNING_KEY_PASSPHRASE) is wrong.',
      { cause },
    )
  }
}

/** Certificates of a PEM text, in its order. Throws `KeyRefused`. */
export function readChain(chainPem: string): X509Certificate[] {
  const blocks = chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length === 0) throw new RangeError('no certificate in the text')
    return blocks.map((block) => new X509Certificate(block))
  } catch (cause) {
    throw new KeyRefused(
      'chain_unreadable',
      'The certificate chain (SIGNING_CERTIFICATE) is not readable PEM.',
      { cause },
    )
  }
}

const curves: Record<string, SignatureAlgorithm> = {
  prime256v1: 'ecdsa-p256-sha256',
  secp384r1: 'ecdsa-p384-sha384',
  secp521r1: 'ecdsa-p521-sha512',
}

/** How a key, private or public, signs for us. Throws `KeyRefused` for one that is too weak. */
export function algorithmOf(key: KeyObject): Signer['algorithm'] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  const curve = type === 'ec' ? curves[details?.namedCurve ?? ''] : undefined
  if (curve !== undefined) return curve
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 3072) return 'rsa-sha256'
  const found =
    type === 'rsa' ? `RSA of ${details?.modulusLength} bits` : `${type} ${details?.namedCurve ?? ''}`.trim()
  throw new KeyRefused(
    'key_too_weak',
    `The signing key must be P-256, P-384 or P-521, or RSA of at least 3072 bits; this one is ${found}.`,
  )
}
