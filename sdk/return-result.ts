/** What the return URL's `result` says of a recipient who comes back. */
export type ReturnResult = {
  iss: string
  aud: string
  /** The participant. */
  sub: string
  document: string
  outcome: 'consented' | 'declined' | 'expired' | 'locked' | 'not_available'
  iat: number
  exp: number
  /** Once and no more: keep it until `exp`, and refuse it a second time. */
  jti: string
  /** Of a test document, which binds nobody. */
  test?: true
}

/** A result that is not to be believed: altered, of somebody else, for another team, too old, or of a test. */
export class ResultRefused extends Error {
  override readonly name = 'ResultRefused'
}

/**
 * `secrets`: by their `kid`, as the console showed them; two while one is renewed. `teamId`: for whom it must be. `tests`: results
 * of test documents are believed, too, which only a site for tests may want.
 */
export type ReceivedResult = {
  result: string
  secrets: Record<string, string>
  teamId: string
  now?: Date
  tests?: boolean
}

/** Believes the `result` of a return URL, or throws `ResultRefused`. */
export async function verifyResult(received: ReceivedResult): Promise<ReturnResult> {
  const { result, secrets, teamId, now = new Date(), tests = false } = received
  const [head = '', body = '', mac = '', ...more] = result.split('.')
  const header = jsonIn(head)
  const secret = Object.hasOwn(secrets, String(header?.kid)) ? secrets[String(header?.kid)] : undefined
  if (more.length > 0 || header?.alg !== 'HS256' || secret === undefined)
    throw new ResultRefused('no key of ours')
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytesOf(secret.replace(/^mrs_/, '')), hmac, false, [
    'verify',
  ])
  const signed = new TextEncoder().encode(`${head}.${body}`)
  if (!(await crypto.subtle.verify('HMAC', key, bytesOf(mac), signed))) throw new ResultRefused('altered')
  const claims = jsonIn(body)
  const seconds = now.getTime() / 1000
  if (claims === null || claims.aud !== teamId) throw new ResultRefused('for another team')
  if (!(Number(claims.exp) > seconds && Number(claims.iat) <= seconds + 60))
    throw new ResultRefused('too old')
  if (claims.test !== undefined && !tests) throw new ResultRefused('of a test')
  if (!isResult(claims)) throw new ResultRefused('no result')
  return claims
}

/** Whoever has the secret says no less. */
function isResult(claims: object): claims is ReturnResult {
  return ['sub', 'document', 'outcome', 'jti'].every((name) => name in claims)
}

function jsonIn(part: string): Record<string, unknown> | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(part)))
  } catch {
    return null
  }
}

/** Of base64 or base64url; what is neither is the bytes of nothing. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
