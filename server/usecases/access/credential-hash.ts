import { isOfTestClient } from '#domain/client.ts'
import type { Secrets } from '../ports.ts'

/**
 * What client ids and access tokens are found by. Those of test clients are hashed otherwise: a process of a release that
 * knows no test clients finds none, and so never takes one for a client that reaches people.
 */
export function clientIdHash(secrets: Pick<Secrets, 'keyedHash'>, clientId: string): string {
  return secrets.keyedHash('client-id', ...partsOf(clientId))
}

export function tokenHash(secrets: Pick<Secrets, 'keyedHash'>, token: string): string {
  return secrets.keyedHash('access-token', ...partsOf(token))
}

function partsOf(credential: string): string[] {
  return isOfTestClient(credential) ? ['test', credential] : [credential]
}
