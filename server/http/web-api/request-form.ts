import type { FastifyRequest } from 'fastify'
import { type Fields, type Form, type Given, readForm } from '#contract/web-api/forms.ts'
import { JsonNumber, type JsonObject } from '#contract/web-api/json-value.ts'
import { Refused } from '#server/usecases/refused.ts'
import { pairsOf } from '../common/form-pairs.ts'
import { readParts } from '../common/multipart.ts'
import { mediaTypeOf, readBody } from '../common/request-body.ts'
import { queryPairs } from '../common/request-query.ts'
import { readJsonObject } from './json-body.ts'

/** Bytes of a form or of JSON; only a file may be larger. */
export const formBytes = 1024 * 1024

/**
 * The parameters of a call, however the client sent them: query and body merged (the body wins), a form, JSON with
 * native values, multipart without a file, or nothing at all. Of repeated keys the first value counts.
 */
export async function formOf(request: FastifyRequest, maxBytes = formBytes): Promise<Form> {
  const form = queryOf(request)
  if (request.method === 'GET' || request.method === 'HEAD') return form
  const mediaType = mediaTypeOf(request)
  const body = mediaType.startsWith('multipart/')
    ? await textParts(request, maxBytes)
    : bodyForm(await readBody(request, maxBytes), mediaType)
  for (const [name, value] of body) form.set(name, value)
  return form
}

/** Reads the declared fields, or refuses with the first that cannot be read. */
export function read<F extends Fields>(form: Form, fields: F): Given<F> {
  const parsed = readForm(form, fields)
  if (!parsed.ok) throw new Refused(parsed.refusal)
  return parsed.value
}

export function queryOf(request: FastifyRequest): Map<string, string> {
  return new Map(queryPairs(request))
}

/** JSON where the type says so, or where there is no type to believe and it looks like it. */
function bodyForm(body: Buffer, mediaType: string): Map<string, string> {
  if (firstMark(body) === undefined) return new Map()
  const isJson = /[/+]json$/.test(mediaType)
  if (isJson || (mediaType !== 'application/x-www-form-urlencoded' && firstMark(body) === '{')) {
    return jsonForm(readJsonObject(body))
  }
  return pairsOf(body)
}

/** The first character that is neither blank nor line end. */
function firstMark(body: Buffer): string | undefined {
  const code = body.find((byte) => byte > 0x20)
  return code === undefined ? undefined : String.fromCharCode(code)
}

function jsonForm(object: JsonObject): Map<string, string> {
  const form = new Map<string, string>()
  for (const [name, value] of object) {
    const first = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string') form.set(name, first)
    else if (typeof first === 'boolean') form.set(name, String(first))
    // `1.0` and `1e0` are the integer that a form would spell `1`.
    else if (first instanceof JsonNumber) form.set(name, String(Number(first.text)))
  }
  return form
}

async function textParts(request: FastifyRequest, maxBytes: number): Promise<Map<string, string>> {
  const form = new Map<string, string>()
  for await (const part of readParts(request, maxBytes)) {
    if (!form.has(part.name)) form.set(part.name, await part.text())
  }
  return form
}
