/**
 * All that an integrating site needs to talk to Musubi: an HTTP client and a client id.
 * Nothing here is Musubi's own code; copy it, or write the same in your language.
 */

/** The parts of a document that this site reads. The whole answer is described in the Web API reference. */
export type MusubiDocument = {
  id: string
  title: string
  /** 0 draft, 1 awaiting, 2 concluded, 3 cancelled or declined. */
  status: number
  decline_comment: string
  participants: {
    id: string
    order: number
    /** 4 to confirm, 7 or 8 has consented, 9 declined, 12 the seal is being made. */
    status: number
    access_expires_at?: string
    processed_at: string | null
  }[]
  files: { id: string; name: string }[]
}

/** The server said no, and why: `code` is the `error` of its answer. */
export class MusubiRefused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`)
    this.status = status
    this.code = code
  }
}

/** The Web API of one Musubi server, called as one client id. */
export type MusubiClient = ReturnType<typeof musubiClient>

/** Opens nothing and keeps nothing: asking for a token again gives the same one for as long as it lives. */
export function musubiClient(webApi: string, clientId: string) {
  const accepted = async (answer: Response): Promise<Response> => {
    if (answer.ok) return answer
    const problem = (await answer.json().catch(() => ({}))) as { error?: string; message?: string }
    throw new MusubiRefused(answer.status, problem.error ?? 'unknown', problem.message ?? answer.statusText)
  }

  const signal = () => AbortSignal.timeout(30_000)

  const token = async (): Promise<string> => {
    const body = new URLSearchParams({ client_id: clientId })
    const answer = await accepted(await fetch(`${webApi}/token`, { method: 'POST', body, signal: signal() }))
    return ((await answer.json()) as { access_token: string }).access_token
  }

  const call = async (method: string, path: string, form?: Record<string, string> | FormData) => {
    const body = form === undefined || form instanceof FormData ? form : new URLSearchParams(form)
    const headers = { authorization: `Bearer ${await token()}` }
    return accepted(
      await fetch(webApi + path, { method, headers, signal: signal(), ...(body ? { body } : {}) }),
    )
  }

  const json = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T

  return {
    /** Calls that answer with the document: to create, read, change or send it. */
    document: (method: 'GET' | 'POST' | 'PUT', path: string, form?: Record<string, string> | FormData) =>
      json<MusubiDocument>(call(method, path, form)),

    /** Where to send the customer's browser now. */
    signingUrl: (documentId: string, participantId: string) =>
      json<{ url: string; expires_at: string }>(
        call('POST', `/documents/${documentId}/participants/${participantId}/signing_url`),
      ),

    /** The bytes of a sealed file or of the certificate of agreement. */
    pdf: async (path: string) => Buffer.from(await (await call('GET', path)).arrayBuffer()),
  }
}
