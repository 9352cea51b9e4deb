import type { SignatureAlgorithm, Signer } from '#server/usecases/sealing-ports.ts'
import { childrenOf, readDer } from '#server/verification/der.ts'

/** Names of RFC 7518 §3.1; `bytes`: of each half of an ECDSA value. */
const algorithms: Record<SignatureAlgorithm, { alg: string; bytes: number | null }> = {
  'ecdsa-p256-sha256': { alg: 'ES256', bytes: 32 },
  'ecdsa-p384-sha384': { alg: 'ES384', bytes: 48 },
  'ecdsa-p521-sha512': { alg: 'ES512', bytes: 66 },
  // What the port of the keys signs with is PKCS #1 v1.5; PS256 would need another call of every HSM.
  'rsa-sha256': { alg: 'RS256', bytes: null },
}

/**
 * A JWS in compact form (RFC 7515 §3.1) with the chain in `x5c`. What is signed are letters with a full stop between them,
 * which never read as the attributes of a signature on a document (a DER SET): neither can be passed off as the other.
 */
export async function signJws(signer: Signer, payload: unknown): Promise<string> {
  const { alg, bytes } = algorithms[signer.algorithm]
  const x5c = signer.chain.map((der) => Buffer.from(der).toString('base64'))
  const signed = signingInput({ alg, typ: 'JWT', x5c }, payload)
  const value = await signer.sign(Buffer.from(signed, 'ascii'))
  const raw = bytes === null ? value : halvesOf(value, bytes)
  return `${signed}.${Buffer.from(raw).toString('base64url')}`
}

/** Header and payload as they are signed (RFC 7515 §5.1). */
export function signingInput(header: unknown, payload: unknown): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
  return `${encode(header)}.${encode(payload)}`
}

/** An ECDSA value as RFC 7518 §3.4 wants it: both numbers at their full length, where DER leaves zeros out. */
function halvesOf(der: Uint8Array, bytes: number): Uint8Array {
  return Buffer.concat(
    childrenOf(readDer(der)).map(({ content }) => {
      const significant = Buffer.from(content).subarray(Math.max(0, content.length - bytes))
      return Buffer.concat([Buffer.alloc(bytes - significant.length), significant])
    }),
  )
}
