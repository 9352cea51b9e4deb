import { described, type Schema } from '#contract/web-api/describe-schema.ts'
import { wireErrors } from '#contract/web-api/errors.ts'
import type { OpenApi, OpenApiOperation, OpenApiParameter } from '#contract/web-api/open-api.ts'
import type { CallEntry, FieldEntry, ReferenceEntries, Said } from '#web/reference/entries.ts'
import { curlOf } from './curl.ts'

/** The description of the Web API, in the order and the words in which a person reads it. */
export function referenceEntries(description: OpenApi): ReferenceEntries {
  const baseUrl = description.servers[0]?.url ?? ''
  const calls = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({
      tag: each.tags[0],
      call: callEntry(each, method, path, baseUrl),
    })),
  )
  return {
    groups: description.tags.map(({ name, description: words }) => ({
      name,
      words: said(words),
      calls: calls
        .filter(({ tag }) => tag === name)
        .map(({ call }) => call)
        .sort(asRead),
    })),
    models: Object.entries(description.components.schemas)
      .filter(([name]) => name !== 'ListedDocument' && name !== 'Error')
      .map(([name, schema]) => ({ name, fields: fieldsOf(name, schema) })),
    errors: wireErrors.map(({ status, error, ja, en }) => ({ status, error, words: { ja, en } })),
    baseUrl,
  }
}

/** What is made first, then what is done with it; what nobody should use any more last. */
function asRead(a: CallEntry, b: CallEntry): number {
  const place = ({ deprecated, path, method }: CallEntry) => [
    deprecated ? 1 : 0,
    path.split('/').length,
    path.split('/').at(-1)?.startsWith('{') ? 0 : 1,
    ['POST', 'GET', 'PUT', 'DELETE'].indexOf(method),
  ]
  const [ofA, ofB] = [place(a), place(b)]
  const differs = ofA.findIndex((each, at) => each !== ofB[at])
  return differs < 0 ? 0 : (ofA[differs] ?? 0) - (ofB[differs] ?? 0)
}

function callEntry(each: OpenApiOperation, method: string, path: string, baseUrl: string): CallEntry {
  const ids = each.parameters
    .filter((parameter) => parameter.in === 'path')
    .map(parameterEntry)
    .map((id) => ({ ...id, limit: null }))
  const [type, body] = Object.entries(each.requestBody?.content ?? {})[0] ?? []
  const inQuery = each.parameters.filter((parameter) => parameter.in === 'query')
  const fields = body === undefined ? inQuery.map(parameterEntry) : fieldsOf(each.operationId, body.schema)
  const sentAs = type === undefined ? (fields.length > 0 ? 'query' : null) : (ways[type] ?? 'form')
  const call = {
    name: each.operationId,
    method: method.toUpperCase(),
    path,
    words: each['x-summary'],
    deprecated: each.deprecated === true,
    needsToken: each.security === undefined,
    takesKey: each.parameters.some((parameter) => parameter.in === 'header'),
    ids,
    fields,
    sentAs,
    answer: answerOf(each),
    refusals: Object.keys(each.responses)
      .map(Number)
      .filter((status) => status >= 400),
  } satisfies Omit<CallEntry, 'curl'>
  return { ...call, curl: curlOf(call, baseUrl) }
}

const ways: Record<string, CallEntry['sentAs']> = {
  'application/x-www-form-urlencoded': 'form',
  'multipart/form-data': 'multipart',
  'application/json': 'json',
}

function answerOf({ operationId, responses }: OpenApiOperation): CallEntry['answer'] {
  const [status, success] = Object.entries(responses).find(([code]) => Number(code) < 300) ?? ['200', {}]
  const content = 'content' in success ? success.content : undefined
  const [type, media] = Object.entries(content ?? {})[0] ?? []
  const kind = type === undefined ? 'nothing' : type === 'application/json' ? 'json' : 'file'
  const schema = kind === 'json' ? media?.schema : undefined
  return {
    status: Number(status),
    kind,
    model: schema === undefined ? null : modelOf(schema),
    fields:
      schema === undefined ? [] : fieldsOf(operationId, schema).map((each) => ({ ...each, required: false })),
  }
}

function parameterEntry({ name, schema, description, required = false }: OpenApiParameter): FieldEntry {
  return { ...typeOf(schema), name, required, words: said(description) }
}

function fieldsOf(owner: string, { properties = {}, required = [] }: Schema): FieldEntry[] {
  return Object.entries(properties).map(([name, schema]) => ({
    ...typeOf(schema),
    name,
    required: required.includes(name),
    words: said(schema.description ?? described(owner, name)),
  }))
}

/** Whole ranges of 32 and 53 bits say nothing to a reader. */
const tellingRange = 2 ** 31 - 1

function typeOf(schema: Schema): Pick<FieldEntry, 'type' | 'model' | 'limit'> {
  const { items, minimum, maximum, maxLength } = schema as Schema & Record<string, number | undefined>
  const inner = items as Schema | undefined
  const limit =
    typeof maxLength === 'number'
      ? { characters: maxLength }
      : typeof minimum === 'number' && typeof maximum === 'number' && maximum < tellingRange
        ? { least: minimum, most: maximum }
        : null
  const type = inner === undefined ? nameOfType(schema) : `${nameOfType(inner)}[]`
  return { type, model: linked(modelOf(inner ?? schema)), limit }
}

function nameOfType(schema: Schema): string {
  const model = modelOf(schema)
  const choices = schema.enum as unknown[] | undefined
  if (model !== null) return schema.anyOf === undefined ? model : `${model} | null`
  if (choices !== undefined) return choices.join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  if (schema.format === 'binary') return 'file'
  const types = [schema.type ?? 'any'].flat()
  return types.map((type) => (type === 'string' ? (schema.format ?? type) : type)).join(' | ')
}

function modelOf(schema: Schema): string | null {
  const choices = (schema.anyOf as Schema[] | undefined) ?? [schema]
  const ref = choices.map((each) => each.$ref).find((each) => typeof each === 'string')
  return ref === undefined ? null : (ref.split('/').at(-1) ?? null)
}

/** A document in a list is a document. */
function linked(model: string | null): string | null {
  return model === 'ListedDocument' ? 'Document' : model
}

/** The description says both, a line for each. */
function said(words: string): Said {
  const [ja = '', en = ''] = words.split('\n')
  return { ja, en }
}
