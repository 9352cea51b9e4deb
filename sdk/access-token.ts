import { MusubiRefused } from './refused.ts'
import type { components, operations } from './web-api.ts'

type Issued = operations['issueToken']['responses']['200']['content']['application/json']

export type AccessToken = {
  /** The token in hand, or a new one when it is about to end. Calls that ask together share one. */
  get(): Promise<string>
  /** The server does not take this one any more. */
  forget(token: string): void
}

/** Seconds before its end at which a token is no longer used. */
const margin = 30

export function accessToken(request: {
  baseUrl: string
  clientId: string
  fetch: typeof fetch
  signal: () => AbortSignal
}): AccessToken {
  let held: { token: string; until: number } | null = null
  let asked: Promise<string> | null = null

  async function ask(): Promise<string> {
    const response = await request.fetch(`${request.baseUrl}/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: request.clientId }),
      signal: request.signal(),
    })
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) throw new MusubiRefused(response, body as components['schemas']['Error'])
    const { access_token: token, expires_in: seconds } = body as Issued
    held = { token, until: Date.now() + (seconds - margin) * 1000 }
    return token
  }

  return {
    async get() {
      if (held !== null && held.until > Date.now()) return held.token
      asked ??= ask().finally(() => {
        asked = null
      })
      return asked
    },
    forget(token) {
      if (held?.token === token) held = null
    },
  }
}
