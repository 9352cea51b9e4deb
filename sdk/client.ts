import createClient from 'openapi-fetch'
import { accessToken } from './access-token.ts'
import type { CallOptions, Musubi } from './calls.ts'
import { MusubiRefused } from './refused.ts'
import { type FileToUpload, type Multipart, multipartOf } from './upload.ts'
import { calls, type paths } from './web-api.ts'

export type MusubiOptions = {
  /** Where the server answers, without a trailing slash. */
  baseUrl: string
  clientId: string
  /** How long one call may take; 60 seconds unless given. */
  timeoutMilliseconds?: number
  fetch?: typeof fetch
}

type Call = (typeof calls)[keyof typeof calls]
type Fields = Record<string, unknown>

/** A client of the Web API. Tokens are fetched and renewed by themselves; a refusal is thrown as `MusubiRefused`. */
export function musubi(options: MusubiOptions): Musubi {
  const { baseUrl, clientId, timeoutMilliseconds = 60_000, fetch = globalThis.fetch } = options
  const timeout = () => AbortSignal.timeout(timeoutMilliseconds)
  const token = accessToken({ baseUrl, clientId, fetch, signal: timeout })
  const client = createClient<paths>({ baseUrl, fetch })
  // The table of calls is made from the description, as are the types: what is sent here is what is described there.
  const request = client.request as (method: string, path: string, init: object) => Promise<Answered>

  async function carryOut(call: Call, given: Fields = {}, { idempotencyKey, signal }: CallOptions = {}) {
    const { ids, fields } = sorted(call, given)
    const upload = call.request === 'upload' ? uploadOf(fields) : null
    const attempt = async (bearer: string) =>
      request(call.method.toLowerCase(), call.path, {
        ...contentOf(call, fields, upload),
        params: { path: ids, ...(call.method === 'GET' ? { query: fields } : {}) },
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(upload === null ? {} : { 'content-type': upload.contentType }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        parseAs: call.gives === 'file' ? 'stream' : 'json',
        signal: signal === undefined ? timeout() : AbortSignal.any([signal, timeout()]),
      })
    const bearer = await token.get()
    const first = await attempt(bearer)
    if (first.response.status !== 401 || upload?.canRepeat === false) return answerOf(call, first)
    // Revoked, or ended early: once more with a new one.
    token.forget(bearer)
    return answerOf(call, await attempt(await token.get()))
  }

  const methods = Object.entries(calls).map(([name, call]) => [
    name,
    (given?: Fields, more?: CallOptions) => carryOut(call, given, more),
  ])
  return Object.fromEntries(methods)
}

type Answered = { data?: unknown; error?: unknown; response: Response }

function answerOf(call: Call, { data, error, response }: Answered): unknown {
  if (!response.ok) throw new MusubiRefused(response, typeof error === 'object' ? error : null)
  return call.gives === 'file' ? response : call.gives === 'json' ? data : undefined
}

/** Ids go into the path, everything else is a parameter. */
function sorted({ path }: Call, given: Fields): { ids: Fields; fields: Fields } {
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  const isId = ([name]: [string, unknown]) => path.includes(`{${name}}`)
  return {
    ids: Object.fromEntries(said.filter(isId)),
    fields: Object.fromEntries(said.filter((each) => !isId(each))),
  }
}

function contentOf({ request, method }: Call, fields: Fields, upload: Multipart | null): object {
  if (upload !== null) return { body: upload.body(), bodySerializer: (body: unknown) => body, duplex: 'half' }
  return method === 'GET' || request === 'none' ? {} : { body: fields }
}

function uploadOf({ uploadfile, ...fields }: Fields): Multipart {
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)])
  return multipartOf(Object.fromEntries(texts), uploadfile as FileToUpload)
}
