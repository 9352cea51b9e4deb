import {
  both,
  describeAnswer,
  described,
  describeFields,
  namedSchemas,
  plain,
  type Schema,
} from './describe-schema.ts'
import { wireErrors } from './errors.ts'
import { type OpenApiWebhook, openApiWebhooks } from './event-messages.ts'
import { type AnswerHeader, type Operation, takesIdempotencyKey } from './operation.ts'
import { operations } from './operations.ts'
import { type Tag, tagOf, tagWords } from './tags.ts'

export type OpenApiParameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description: string
  schema: Schema
}

export type OpenApiOperation = {
  operationId: string
  tags: string[]
  summary: string
  description: string
  'x-summary': { ja: string; en: string }
  deprecated?: true
  security?: []
  parameters: OpenApiParameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, OpenApiResponse | { $ref: string }>
}

export type OpenApiResponse = {
  description: string
  headers?: Record<string, { description: string; schema: Schema }>
  content?: Record<string, { schema: Schema }>
}

export type OpenApi = {
  openapi: '3.1.0'
  info: object
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  security: object[]
  paths: Record<string, Record<string, OpenApiOperation>>
  webhooks: Record<string, OpenApiWebhook>
  components: {
    schemas: Record<string, Schema>
    responses: Record<string, OpenApiResponse>
    securitySchemes: object
  }
}

/** The Web API as OpenAPI 3.1 describes it. `serverUrl`: where it answers, without a trailing slash. */
export function openApi(serverUrl: string): OpenApi {
  const paths: OpenApi['paths'] = {}
  for (const each of operations) {
    const path = each.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: describeOperation(each) }
  }
  const tags = (Object.keys(tagWords) as Tag[]).filter((tag) =>
    operations.some((each) => tagOf(each) === tag),
  )
  return {
    openapi: '3.1.0',
    info: {
      title: 'Musubi Web API',
      version: '0.31',
      summary: 'Compatible with the CloudSign Web API 0.31',
      description: both(
        '書類を作り、送り、組込み署名の同意用URLを発行し、締結したPDFを受け取るためのAPIです。',
        'Create documents, send them, issue consent URLs for embedded signing, and fetch what was concluded.',
      ),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    tags: tags.map((name) => ({ name, description: both(tagWords[name].ja, tagWords[name].en) })),
    security: [{ token: [] }],
    paths,
    webhooks: openApiWebhooks(),
    components: {
      schemas: namedSchemas(),
      responses: refusals(),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: both(
            'POST /token で取得します。有効期間は3,600秒です。',
            'From POST /token; it lives 3,600 seconds.',
          ),
        },
      },
    },
  }
}

function describeOperation(each: Operation): OpenApiOperation {
  const { ja, en } = each.summary
  const body = bodyOf(each)
  return {
    operationId: each.name,
    tags: [tagOf(each)],
    summary: ja,
    description: en,
    'x-summary': { ja, en },
    ...(each.name === 'issueTokenByGet' ? { deprecated: true as const } : {}),
    ...(needsToken(each) ? {} : { security: [] as [] }),
    parameters: parametersOf(each),
    ...(body === null ? {} : { requestBody: body }),
    responses: { ...successOf(each), ...refusalsOf(each) },
  }
}

function parametersOf(each: Operation): OpenApiParameter[] {
  const inPath = [...each.path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    description: described(each.name, name),
    schema: { type: 'string', maxLength: 64 },
  }))
  // A required field may stand in the body instead, which no description of single parameters can say.
  const isGet = each.method === 'GET'
  const fields = each.request === 'json' ? [] : Object.entries(each.form)
  const inQuery = fields.map(([name, { schema, required }]) => ({
    name,
    in: 'query' as const,
    ...(isGet && required ? { required } : {}),
    description: described(each.name, name),
    schema: plain(schema),
  }))
  const key = {
    name: 'Idempotency-Key',
    in: 'header' as const,
    description: both(
      '同じ要求を二度実行しないための鍵。24時間、同じ結果を返します。',
      'The same request under the same key is carried out once; its result is repeated for 24 hours.',
    ),
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }
  return [...inPath, ...inQuery, ...(takesIdempotencyKey(each) ? [key] : [])]
}

function bodyOf(each: Operation): NonNullable<OpenApiOperation['requestBody']> | null {
  if (each.method === 'GET' || each.request === 'none') return null
  const entries = Object.entries(each.form)
  const required = entries.filter(([, field]) => field.required).map(([name]) => name)
  const properties = Object.fromEntries(entries.map(([name, { schema }]) => [name, plain(schema)]))
  const file = each.request === 'upload'
  const schema = describeFields(each.name, {
    type: 'object',
    properties: { ...properties, ...(file ? { uploadfile: { type: 'string', format: 'binary' } } : {}) },
    ...(file || required.length > 0 ? { required: [...required, ...(file ? ['uploadfile'] : [])] } : {}),
  })
  const types = {
    form: ['application/x-www-form-urlencoded', 'application/json'],
    upload: ['multipart/form-data'],
    json: ['application/json'],
  }[each.request]
  return {
    required: file || required.length > 0,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  }
}

function successOf({ name, answer, headers }: Operation): OpenApiOperation['responses'] {
  if (answer === null) return { 204: { description: both('本文はありません。', 'No content.') } }
  const description = both('成功しました。', 'Success.')
  if (answer === 'pdf')
    return {
      200: { description, content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } },
    }
  if (answer === 'file')
    return { 200: { description, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } } }
  const schema = describeAnswer(name, answer)
  const told = headers === undefined ? {} : { headers: describeHeaders(headers) }
  return { 200: { description, ...told, content: { 'application/json': { schema } } } }
}

function describeHeaders(headers: AnswerHeader[]): NonNullable<OpenApiResponse['headers']> {
  return Object.fromEntries(
    headers.map(({ name, description: { ja, en }, examples }) => [
      name,
      { description: both(ja, en), schema: { type: 'string', examples } },
    ]),
  )
}

/** Which statuses a call may refuse with; the words are of the one table of errors. */
function refusalStatusesOf(each: Operation): number[] {
  if (!needsToken(each)) return [400, 403, 405, 500, 503]
  const takesBody = each.method !== 'GET' && each.request !== 'none'
  const creates = takesIdempotencyKey(each)
  return [
    400,
    401,
    403,
    ...(each.path.includes(':') || 'document_id' in each.form ? [404] : []),
    405,
    ...(creates ? [409] : []),
    ...('after' in each.form ? [410] : []),
    ...(takesBody ? [413] : []),
    ...(each.request === 'upload' || each.request === 'json' ? [415] : []),
    ...(creates ? [422] : []),
    429,
    500,
    503,
  ]
}

function refusalsOf(each: Operation): OpenApiOperation['responses'] {
  const statuses = refusalStatusesOf(each)
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/Refusal${status}` }]),
  )
}

/** One answer for each status of the table of errors, with what each of its codes means. */
function refusals(): Record<string, OpenApiResponse> {
  const schema = { $ref: '#/components/schemas/Error' }
  const statuses = [...new Set(wireErrors.map(({ status }) => status))]
  return Object.fromEntries(
    statuses.map((status) => {
      const meant = wireErrors.filter((error) => error.status === status)
      const description = meant.map(({ error, ja, en }) => `\`${error}\`: ${ja} / ${en}`).join('\n')
      return [`Refusal${status}`, { description, content: { 'application/json': { schema } } }]
    }),
  )
}

/** Tokens are given without one. */
function needsToken(each: Operation): boolean {
  return each.path !== '/token'
}
