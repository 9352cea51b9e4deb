import type { FastifyReply, FastifyRequest } from 'fastify'
import { type JsonObject, readJson } from '#contract/web-api/json-value.ts'
import { CallRefused } from './refusals.ts'
import { readBody } from './request-body.ts'
import { mediaTypeOf } from './request-form.ts'

/** The object that a body of JSON holds. 415 for any other media type, before a byte is read. */
export async function jsonOf(request: FastifyRequest, maxBytes: number): Promise<JsonObject> {
  if (mediaTypeOf(request) !== 'application/json') {
    throw new CallRefused({ code: 'media_type_unsupported', detail: { expected: 'application/json' } })
  }
  const reading = readJson((await readBody(request, maxBytes)).toString('utf8'))
  if (!reading.ok) throw new CallRefused({ code: 'body_malformed', detail: { why: reading.why } })
  if (reading.value instanceof Map) return reading.value
  throw new CallRefused({ code: 'body_malformed', detail: { why: 'it is not a JSON object' } })
}

/** Newer than the compiler's list of the language. */
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown }

/** Answers JSON in which bigints are numbers with all their digits. */
export function sendExactJson(reply: FastifyReply, answer: object): FastifyReply {
  const text = JSON.stringify(answer, (_key, value) =>
    typeof value === 'bigint' ? rawJSON(String(value)) : value,
  )
  return reply.type('application/json; charset=utf-8').send(text)
}
