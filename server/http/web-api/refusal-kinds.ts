import type { ApiRefusal } from './call-refused.ts'

/** How a refusal is answered by the Web API. */
export type Answer = { status: number; error: string; message: (refusal: ApiRefusal) => string }

/** Answers of one status and code, each with its words. */
export const answer = (status: number, error: string) => (message: string | Answer['message']) => ({
  status,
  error,
  message: typeof message === 'string' ? () => message : message,
})

export const badRequest = answer(400, 'bad_request')
export const forbidden = answer(403, 'forbidden')
export const tooMany = answer(429, 'too_many_requests')
export const notAcceptable = answer(403, 'not_acceptable')
export const notFound = answer(404, 'not_found')

/** The field that a refusal is about, and what its words need. */
export const field = (refusal: ApiRefusal) => `\`${refusal.field ?? 'request'}\``
export const detail = (refusal: ApiRefusal, name: string) => refusal.detail?.[name] ?? ''
