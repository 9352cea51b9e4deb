import { createPrivateKey, type KeyObject, sign as signBytes } from 'node:crypto'
import { KeyUnavailable } from '#server/usecases/refused.ts'
import { signingInput } from '../jws.ts'
import { digestOf, KeyRefused } from '../pem-signer.ts'
import { type Answered, askService, membersOf } from './ask-service.ts'
import type { RemoteKey } from './remote-signer.ts'

/** `version`: `projects/…/cryptoKeyVersions/…`. The account is the JSON of a service account's key, in its parts. */
type GoogleKmsAccount = {
  version: string
  email: string
  keyId: string
  keyPem: string
  endpoint: string | null
}

type Options = GoogleKmsAccount & { now: () => Date; timeoutMs?: number }

const name = 'Google Cloud KMS'
const service = 'https://cloudkms.googleapis.com/'
/** Seconds: the longest that Google takes is an hour. */
const tokenSeconds = 600

/**
 * A key in Google Cloud KMS: `asymmetricSign` (REST v1) over a digest. The service account proves itself by a JWT that it signs
 * itself, which Google takes in the place of an access token, so nobody else is asked. Its check sums are not needed: a
 * signature is verified before it is used.
 */
export function createGoogleKmsKey(options: Options): RemoteKey {
  const { version, endpoint, timeoutMs, now } = options
  const url = new URL(`v1/${version}:asymmetricSign`, endpoint ?? service)
  const account = { ...options, key: keyOf(options.keyPem) }
  return {
    name,
    async sign({ algorithm, digest }) {
      const body = JSON.stringify({
        digest: { [digestOf[algorithm]]: Buffer.from(digest).toString('base64') },
      })
      const headers = {
        authorization: `Bearer ${bearerOf(account, now())}`,
        'content-type': 'application/json',
      }
      return signatureOf(await askService(name, { method: 'POST', url, headers, body }, timeoutMs))
    },
  }
}

function keyOf(keyPem: string): KeyObject {
  try {
    return createPrivateKey(keyPem)
  } catch (cause) {
    throw new KeyRefused(
      'key_unreadable',
      "The private_key of SIGNING_GOOGLE_ACCOUNT is not readable PEM; bring the service account's JSON as Google made it.",
      { cause },
    )
  }
}

function bearerOf({ email, keyId, key }: { email: string; keyId: string; key: KeyObject }, at: Date): string {
  const issued = Math.floor(at.getTime() / 1000)
  const claims = { iss: email, sub: email, aud: service, iat: issued, exp: issued + tokenSeconds }
  const signed = signingInput({ alg: 'RS256', typ: 'JWT', kid: keyId }, claims)
  return `${signed}.${signBytes('sha256', Buffer.from(signed, 'ascii'), key).toString('base64url')}`
}

function signatureOf({ status, answer }: Answered): Uint8Array {
  if (status === 200 && typeof answer.signature === 'string') return Buffer.from(answer.signature, 'base64')
  const { status: kind = `status ${status}` } = membersOf(answer.error)
  const says = `${name} does not sign: ${/^[\w ]{1,60}$/.exec(String(kind))?.[0] ?? `status ${status}`}`
  if (status === 404 || kind === 'INVALID_ARGUMENT') {
    throw new KeyRefused(
      'key_not_there',
      `SIGNING_GOOGLE_KMS: ${says}; let it be a version of a key that is made for signing, of the same kind as its certificate and with its hash function.`,
    )
  }
  if (status === 429 || status >= 500) throw new KeyUnavailable('busy', says)
  throw new KeyUnavailable('denied', says)
}
