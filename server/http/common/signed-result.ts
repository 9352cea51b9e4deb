import { createHmac } from 'node:crypto'
import { keyIn, type ResultClaims, type ReturnSecret } from '#domain/return-result.ts'

/** Claims as a compact JWS (RFC 7515, 7.1), signed by HMAC-SHA256 (RFC 7518, 3.2). */
export function signedResult(
  { id, secret }: Pick<ReturnSecret, 'id' | 'secret'>,
  claims: ResultClaims,
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: id })}.${part(claims)}`
  const key = Buffer.from(keyIn(secret), 'base64')
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}
