import type { RefusalCode } from '#domain/refusal.ts'

/** What only this door can refuse, because only HTTP knows it. */
export type CallRefusalCode =
  | 'authorization_missing'
  | 'token_not_alive'
  | 'too_many_calls'
  | 'origin_not_registered'
  | 'route_unknown'
  | 'method_not_allowed'
  | 'body_malformed'
  | 'body_too_large'
  | 'import_too_large'
  | 'media_type_unsupported'
  | 'call_key_malformed'
  | 'call_key_running'
  | 'call_key_of_another_call'

export type ApiRefusal = {
  code: RefusalCode | CallRefusalCode
  field?: string
  detail?: Record<string, string | number>
}

/** A call that the door itself turns away, before any verb. */
export class CallRefused extends Error {
  readonly refusal: ApiRefusal

  constructor(refusal: ApiRefusal) {
    super(refusal.code)
    this.name = 'CallRefused'
    this.refusal = refusal
  }
}
