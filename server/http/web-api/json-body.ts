import { isUtf8 } from 'node:buffer'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { brokenTextIn, type JsonObject, readJson } from '#contract/web-api/json-value.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { mediaTypeOf, readBody } from '../common/request-body.ts'
import { CallRefused } from './call-refused.ts'

/** Values in one body, whatever holds them. */
const mostValues = 10_000

/** The object that a body of JSON holds. 415 for any other media type, before a byte is read. */
export async function jsonOf(
  request: FastifyRequest,
  maxBytes: number,
  most = mostValues,
): Promise<JsonObject> {
  if (mediaTypeOf(request) !== 'application/json') {
    throw new CallRefused({ code: 'media_type_unsupported', detail: { expected: 'application/json' } })
  }
  return readJsonObject(await readBody(request, maxBytes), most)
}

/** The object that these bytes spell, or a refusal that says what is wrong with them. */
export function readJsonObject(body: Buffer, most = mostValues): JsonObject {
  if (!isUtf8(body)) throw malformed('it is not UTF-8')
  const reading = readJson(body.toString('utf8'), most)
  if (!reading.ok) throw malformed(reading.why)
  if (!(reading.value instanceof Map)) throw malformed('it is not a JSON object')
  const broken = brokenTextIn(reading.value)
  if (broken === null) return reading.value
  const expected = 'text of whole Unicode characters, without NUL'
  throw /^[a-z0-9_]{1,64}$/.test(broken)
    ? new BodyRefused({ kind: 'field', field: broken, expected })
    : malformed(`a text in it is not ${expected}`)
}

function malformed(why: string): BodyRefused {
  return new BodyRefused({ kind: 'malformed', why })
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
