import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Schema } from '#contract/web-api/describe-schema.ts'
import { wireErrors } from '#contract/web-api/errors.ts'
import { type OpenApiResponse, openApi } from '#contract/web-api/open-api.ts'

/** One answer of the Web API as a client sees it. */
export type Seen = { method: string; path: string; status: number; type: string | null; body: unknown }

/** What an answer must be: of a schema, of a media type, or empty. */
type Expected = ValidateFunction | string | null
type Known = { method: string; path: RegExp; answers: Map<number, () => Expected> }

const description = openApi('http://localhost')
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema({ $id: 'musubi', components: { schemas: closed(description.components.schemas) } })

/**
 * Answers hold what is described and nothing else, though clients are told to pass over what they do not know; but for
 * those that say they may hold more.
 */
function closed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(closed) as T
  if (value === null || typeof value !== 'object') return value
  const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]))
  return {
    ...inner,
    ...('properties' in value && 'type' in value && !('additionalProperties' in value)
      ? { additionalProperties: false }
      : {}),
  } as T
}

const compile = (schema: Schema): ValidateFunction =>
  ajv.compile(JSON.parse(JSON.stringify(closed(schema)).replaceAll('"#/components', '"musubi#/components')))

/** Compiled when first asked for: to compile all of them takes two seconds, and most test files see a few. */
function compiling(schema: Schema): () => ValidateFunction {
  let compiled: ValidateFunction | undefined
  return () => {
    compiled ??= compile(schema)
    return compiled
  }
}

function resolved(response: OpenApiResponse | { $ref: string }): OpenApiResponse {
  const shared = '$ref' in response ? response.$ref.split('/').at(-1) : undefined
  const found = shared === undefined ? response : description.components.responses[shared]
  if (found === undefined || '$ref' in found) throw new Error(`no response is called ${shared}`)
  return found
}

const known: Known[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({
    method: method.toUpperCase(),
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]*')}$`),
    answers: new Map(
      Object.entries(responses).map(([status, response]) => {
        const [type, media] = Object.entries(resolved(response).content ?? {})[0] ?? []
        const isJson = type === 'application/json' && media !== undefined
        return [Number(status), isJson ? compiling(media.schema) : () => type ?? null]
      }),
    ),
  })),
)

const refusal = compiling({ $ref: '#/components/schemas/Error' })

/** How many answers are described; every one of them is compiled, which throws where a schema is none. */
export function compileEveryAnswer(): number {
  const answers = known.flatMap((each) => [...each.answers.values()])
  for (const answer of answers) answer()
  return answers.length
}

/** Throws when an answer of the Web API is not what `/openapi.json` says. Paths that are no part of it pass. */
export function expectDescribed({ method, path, status, type, body }: Seen): void {
  if (method === 'HEAD' || method === 'OPTIONS') return
  const pathname = path.split('?', 1)[0] ?? path
  const call = known.find((each) => each.method === method && each.path.test(pathname))
  const problem = call === undefined ? foreign({ status, type, body }) : against(call, { status, type, body })
  if (problem !== null) {
    throw new Error(
      `${method} ${pathname} answered ${status}, which openapi.json does not describe: ${problem}`,
    )
  }
}

type Answered = Pick<Seen, 'status' | 'type' | 'body'>

function against({ answers }: Known, { status, type, body }: Answered): string | null {
  const described = answers.get(status)
  if (described === undefined) return 'no such status'
  const expected = described()
  if (expected === null) return body === '' || body === null ? null : 'there is a body'
  const mediaType = type?.split(';', 1)[0] ?? ''
  if (typeof expected === 'string') {
    return expected === '*/*' || expected === mediaType ? null : `it is ${mediaType}`
  }
  if (mediaType !== 'application/json') return `it is ${mediaType}`
  if (!expected(body)) return ajv.errorsText(expected.errors)
  return status < 400 ? null : wrongCode(status, body)
}

/** A path or method of nobody's: refused as everything is. */
function foreign({ status, type, body }: Answered): string | null {
  if (!(type ?? '').startsWith('application/json') || status < 400) return null
  const isRefusal = refusal()
  return isRefusal(body) ? wrongCode(status, body) : ajv.errorsText(isRefusal.errors)
}

function wrongCode(status: number, body: unknown): string | null {
  const { error } = body as { error: string }
  const isListed = wireErrors.some((each) => each.status === status && each.error === error)
  return isListed ? null : `${error} is no error of ${status}`
}
