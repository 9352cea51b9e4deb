import { Type } from 'typebox'
import {
  compatibleEvents,
  documentCatalogue,
  publishedEvents,
  teamCatalogue,
  testEvent,
} from '#domain/event-catalogue.ts'
import { both, described, describeFields, plain, type Schema } from './describe-schema.ts'
import { eventDetails } from './event-details.ts'
import { time } from './times.ts'

/** A request that we make, as OpenAPI 3.1 describes one under `webhooks`. */
export type OpenApiWebhook = {
  post: {
    operationId: string
    tags: string[]
    summary: string
    description: string
    'x-summary': { ja: string; en: string }
    security: []
    parameters: { name: string; in: 'header'; required: true; description: string; schema: Schema }[]
    requestBody: { required: true; content: { 'application/json': { schema: Schema } } }
    responses: Record<string, { description: string }>
  }
}

const id = Type.String()
/** Only where the document is one. */
const test = Type.Optional(Type.Literal(true))

/** The body of a message in the standard format about an event of this name. */
function standardMessageSchema(type: string): Schema {
  const ofDocument = Object.hasOwn(documentCatalogue, type)
  const ids = { eventId: id, teamId: id, ...(ofDocument ? { documentId: id, test } : {}) }
  const details = plain(eventDetails[type] ?? Type.Object({}))
  const always = plain(Type.Object(ids))
  const data = describeFields(type, {
    type: 'object',
    properties: { ...always.properties, ...details.properties },
    required: [...(always.required ?? []), ...(details.required ?? [])],
  })
  const { properties, ...rest } = describeFields('Message', plain(Type.Object({ type: id, timestamp: time })))
  return {
    ...rest,
    properties: {
      ...properties,
      type: { ...properties?.type, const: type },
      data: { ...data, description: described('Message', 'data') },
    },
    required: ['type', 'timestamp', 'data'],
  }
}

/** The body in the CloudSign-compatible format, the same for each of its events. */
function compatibleMessageSchema(): Schema {
  const message = Type.Object({
    documentID: id,
    status: Type.Unsafe<number>({ type: 'integer', enum: [1, 2, 3] }),
    userID: id,
    email: Type.String(),
    text: Type.String({ pattern: '^(COMPLETED|CANCELED|BOUNCED) : [^\\n]*\\n<[^>]+/summary>$' }),
  })
  return describeFields('CompatibleMessage', plain(message))
}

const headers: [name: string, ja: string, en: string][] = [
  [
    'webhook-id',
    '出来事のID。再送しても同じです',
    'Id of the event, the same at each try; remember those that you have seen',
  ],
  ['webhook-timestamp', '送った時刻（Unix秒）', 'When it was sent, in Unix seconds'],
  [
    'webhook-signature',
    '`v1,` と署名。secretの切り替え中は空白で区切って二つ',
    '`v1,` and the signature; two, separated by a blank, while a secret is renewed',
  ],
]

const signed = headers.map(([name, ja, en]) => ({
  name,
  in: 'header' as const,
  required: true as const,
  description: both(ja, en),
  schema: { type: 'string' },
}))

/** Every message that a team's URLs may hear, by its event; the compatible format beside them. */
export function openApiWebhooks(): Record<string, OpenApiWebhook> {
  const standard = publishedEvents.map((type) => {
    const { ja = '', en = '' } = documentCatalogue[type] ?? teamCatalogue[type] ?? {}
    return [type, requestOf(type, { ja, en }, standardMessageSchema(type), signed)] as const
  })
  const tried = { ja: '管理画面の「テスト送信」', en: 'A member asked for a test' }
  const compatible = {
    ja: `CloudSign互換形式（${compatibleEvents.join('、')}）`,
    en: `The CloudSign-compatible format (${compatibleEvents.join(', ')})`,
  }
  return Object.fromEntries([
    ...standard,
    [testEvent, requestOf(testEvent, tried, standardMessageSchema(testEvent), signed)],
    ['compatible', requestOf('compatible', compatible, compatibleMessageSchema(), [])],
  ])
}

function requestOf(
  name: string,
  { ja, en }: { ja: string; en: string },
  schema: Schema,
  parameters: OpenApiWebhook['post']['parameters'],
): OpenApiWebhook {
  return {
    post: {
      operationId: `webhook.${name}`,
      tags: ['webhooks'],
      summary: ja,
      description: en,
      'x-summary': { ja, en },
      security: [],
      parameters,
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: {
        '2XX': { description: both('受け取りました。', 'It has arrived.') },
        default: {
          description: both(
            '受け取っていません。あとで再送します（docs/webhooks.md）。',
            'It has not; whether it is tried again says docs/webhooks.md.',
          ),
        },
      },
    },
  }
}
