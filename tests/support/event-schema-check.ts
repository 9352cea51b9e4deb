import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { openApi } from '#contract/web-api/open-api.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)

/** By its name in `webhooks` of `/openapi.json`. */
const schemas: Record<string, ValidateFunction> = Object.fromEntries(
  Object.entries(openApi('http://localhost').webhooks).map(([name, { post }]) => {
    const text = JSON.stringify(post.requestBody.content['application/json'].schema)
    return [name, ajv.compile(JSON.parse(text, closed))]
  }),
)

/** What is sent holds what is described and nothing else, though receivers are told to pass over what they do not know. */
function closed(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
    ? { ...value, additionalProperties: false }
    : value
}

/** Why a message that came to a URL is not what `/openapi.json` says of it; null where it is. Whatever is no message passes. */
export function messageProblem(body: string): string | null {
  const message = read(body)
  if (message === null) return null
  const name = 'documentID' in message ? 'compatible' : message.type
  const isValid = typeof name === 'string' ? schemas[name] : undefined
  if (isValid === undefined) return `openapi.json describes no message ${name}`
  return isValid(message) ? null : `${name}: ${ajv.errorsText(isValid.errors)}`
}

/** One of our two formats, however its parts look. */
function read(body: string): Record<string, unknown> | null {
  try {
    const message = JSON.parse(body)
    const isOurs = typeof message === 'object' && message !== null
    return isOurs && ('documentID' in message || 'timestamp' in message) ? message : null
  } catch {
    return null
  }
}
