import type { TSchema } from 'typebox'
import type { Fields } from './forms.ts'

/** One call of an API: what the door mounts, what the OpenAPI page prints, what tests walk through. */
export type Operation<Form extends Fields = Fields> = {
  name: string
  /** One line for the reference page. */
  summary: { ja: string; en: string }
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` marks an id in the path. */
  path: string
  /** `form`: in the body as a form or JSON, or in the query. `upload`: multipart with one file. `json`: JSON and nothing else. */
  request: 'none' | 'form' | 'upload' | 'json'
  /** The parameters, in the wire's spelling, in the order in which they are judged. */
  form: Form
  /** The body of a success; `pdf` streams a PDF, `file` a file of any type, null is 204. */
  answer: TSchema | 'pdf' | 'file' | null
  /** Headers that a success may carry beside those of every answer. */
  headers?: AnswerHeader[]
}

/** A header of an answer, in words for people. `examples`: what it may say. */
export type AnswerHeader = { name: string; description: { ja: string; en: string }; examples: string[] }

/** Keeps the literal types of the form, so that the door gets what was declared. */
export function operation<Form extends Fields>(declared: Operation<Form>): Operation<Form> {
  return declared
}

/** Does the operation speak about one document? */
export function isAboutDocument(each: Operation): boolean {
  return each.path.startsWith('/documents/:document_id')
}

/** Does it speak about one bulk sending? */
export function isAboutBulkSending(each: Operation): boolean {
  return each.path.startsWith('/bulk_sends/:bulk_send_id')
}

/** Creating calls honour `Idempotency-Key`: every POST that takes parameters, but for the one that gives tokens. */
export function takesIdempotencyKey(each: Operation): boolean {
  return each.method === 'POST' && each.request !== 'none' && each.path !== '/token'
}
