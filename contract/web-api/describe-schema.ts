import type { TSchema } from 'typebox'
import { attachmentAnswer } from './attachment-on-wire.ts'
import { documentAnswer, listedDocumentAnswer } from './document-on-wire.ts'
import { errorAnswer } from './errors.ts'
import { wordsOfField } from './field-words.ts'
import { fileAnswer, widgetAnswer } from './file-on-wire.ts'
import { participantAnswer } from './participant-on-wire.ts'
import { reporteeAnswer } from './reportee-on-wire.ts'

/** JSON Schema, as far as we look into it. */
export type Schema = Record<string, unknown> & {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  description?: string
}

/** The answers that have a name of their own; wherever one stands in another, the description refers to it. */
const named: Record<string, TSchema> = {
  Document: documentAnswer,
  ListedDocument: listedDocumentAnswer,
  Participant: participantAnswer,
  File: fileAnswer,
  Widget: widgetAnswer,
  Reportee: reporteeAnswer,
  Attachment: attachmentAnswer,
  Error: errorAnswer,
}

const nameOf = new Map(Object.entries(named).map(([name, schema]) => [JSON.stringify(schema), name]))

/** The answers that have a name, described field by field. */
export function namedSchemas(): Record<string, Schema> {
  const entries = Object.entries(named).map(([name, schema]) => [
    name,
    describeFields(name, within(plain(schema))),
  ])
  return Object.fromEntries(entries)
}

/** What a call answers: a reference where the answer has a name. */
export function describeAnswer(call: string, answer: TSchema): Schema {
  return describeFields(call, referring(plain(answer)))
}

/** Without typebox's own marks. */
export function plain(schema: TSchema): Schema {
  return JSON.parse(JSON.stringify(schema))
}

/** Each field with its words, also in unnamed objects inside, whose owner is the field that holds them. */
export function describeFields(owner: string, schema: Schema): Schema {
  if (schema.items !== undefined) return { ...schema, items: describeFields(owner, schema.items) }
  if (schema.properties === undefined) return schema
  const properties = Object.entries(schema.properties).map(([name, each]) => {
    const description = described(owner, name)
    return [name, { ...describeFields(name, each), ...(description === '' ? {} : { description }) }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

/** The words of a field or an id in both languages; empty where there are none. */
export function described(owner: string, name: string): string {
  const words = wordsOfField(owner, name)
  return words === null ? '' : both(words.ja, words.en)
}

/** Japanese first, then English, on a line of its own. */
export function both(ja: string, en: string): string {
  return `${ja}\n${en}`
}

/** Named answers inside are referred to. */
function referring(schema: Schema): Schema {
  const name = nameOf.get(JSON.stringify(schema))
  return name === undefined ? within(schema) : { $ref: `#/components/schemas/${name}` }
}

function within(schema: Schema): Schema {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner)
    return value !== null && typeof value === 'object' ? referring(value as Schema) : value
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inner(value)])) as Schema
}
