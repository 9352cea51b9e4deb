/** What a webhook of Musubi says, in the standard format; the fields of each event stand in `docs/events.md`. */
export type MusubiEvent = {
  type: string
  timestamp: string
  data: { eventId: string; teamId: string; documentId?: string } & Record<string, unknown>
}

/** A message that is not to be believed: altered, of somebody else, or too old. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused'
}

export type ReceivedWebhook = {
  /** As it came, byte for byte: not parsed and written again. */
  body: string | Uint8Array
  headers: Headers | Record<string, string | string[] | undefined>
  /** `whsec_…`, as the console showed it. */
  secret: string
  /** How old, or early, a message may be; five minutes unless given. */
  toleranceSeconds?: number
  now?: Date
}

/**
 * Believes a message or throws `WebhookRefused` (standardwebhooks.com, "Verifying webhook authenticity"). The comparison
 * takes the same time for every wrong signature.
 */
export async function verifyWebhook(received: ReceivedWebhook): Promise<MusubiEvent> {
  const { body, headers, secret, toleranceSeconds = 300, now = new Date() } = received
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  )
  if (!id || !timestamp || !signatures) throw new WebhookRefused('a header of the signature is missing')
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp))
  if (!/^[0-9]+$/.test(timestamp) || age > toleranceSeconds) {
    throw new WebhookRefused('the message is too old, or a clock is wrong')
  }
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`)
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(secret.replace(/^whsec_/, '')),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  // While a secret is renewed both sign.
  for (const each of signatures.split(' ')) {
    if (each.startsWith('v1,') && (await crypto.subtle.verify('HMAC', key, bytesOf(each.slice(3)), signed))) {
      return JSON.parse(text)
    }
  }
  throw new WebhookRefused('no signature fits the body and the secret')
}

function headerOf(headers: ReceivedWebhook['headers'], name: string): string | null {
  if (headers instanceof Headers) return headers.get(name)
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

/** What is no base64 is the bytes of nothing. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
