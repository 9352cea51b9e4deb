import type { FastifyRequest } from 'fastify'
import { type Fields, type Form, type Given, readForm } from '#contract/web-api/forms.ts'
import { JsonNumber, type JsonObject, readJson } from '#contract/web-api/json-value.ts'
import { Refused } from '#server/usecases/refused.ts'
import { readParts } from './multipart.ts'
import { CallRefused } from './refusals.ts'
import { readBody } from './request-body.ts'

/**
 * The parameters of a call, however the client sent them: query and body merged (the body wins), a form, JSON with
 * native values, multipart without a file, or nothing at all. Of repeated keys the first value counts.
 */
export async function formOf(request: FastifyRequest, maxBytes: number): Promise<Form> {
  const form = queryOf(request)
  if (request.method === 'GET' || request.method === 'HEAD') return form
  const mediaType = mediaTypeOf(request)
  const body = mediaType.startsWith('multipart/')
    ? await textParts(request, maxBytes)
    : bodyForm((await readBody(request, maxBytes)).toString('utf8'), mediaType)
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
  const form = new Map<string, string>()
  const query = request.url.indexOf('?')
  if (query >= 0) addFirst(form, new URLSearchParams(request.url.slice(query + 1)))
  return form
}

/** Lower case, without parameters; empty when there is none. */
export function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** JSON where the type says so, or where there is no type to believe and it looks like it. */
function bodyForm(text: string, mediaType: string): Map<string, string> {
  const form = new Map<string, string>()
  if (text.trim() === '') return form
  const isJson = /[/+]json$/.test(mediaType)
  if (isJson || (mediaType !== 'application/x-www-form-urlencoded' && text.trimStart().startsWith('{'))) {
    return jsonForm(text)
  }
  addFirst(form, new URLSearchParams(text))
  return form
}

function jsonForm(text: string): Map<string, string> {
  const reading = readJson(text)
  if (!reading.ok) throw new CallRefused({ code: 'body_malformed', detail: { why: reading.why } })
  if (!(reading.value instanceof Map)) {
    throw new CallRefused({ code: 'body_malformed', detail: { why: 'it is not a JSON object' } })
  }
  const form = new Map<string, string>()
  for (const [name, value] of reading.value as JsonObject) {
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

function addFirst(form: Map<string, string>, pairs: URLSearchParams): void {
  for (const [name, value] of pairs) if (!form.has(name)) form.set(name, value)
}
