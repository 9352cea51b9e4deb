import { Type } from 'typebox'

type WireError = { status: number; error: string; ja: string; en: string }

/** Every `error` of the Web API with its status: what the reference prints and answers are held against. */
export const wireErrors: WireError[] = [
  {
    status: 400,
    error: 'bad_request',
    ja: 'パラメーターや状態が正しくありません。message に項目名と直し方があります。',
    en: 'A parameter, or a rule that the call breaks; `message` names the field and the cure.',
  },
  {
    status: 400,
    error: 'invalid_request',
    ja: '/token で client_id がありません。',
    en: 'At /token: `client_id` is missing or empty.',
  },
  {
    status: 400,
    error: 'invalid_client',
    ja: '/token で client_id が見つかりません。',
    en: 'At /token: `client_id` is unknown or revoked.',
  },
  {
    status: 401,
    error: 'unauthorized',
    ja: 'アクセストークンが無効か、期限切れです。取り直してください。',
    en: 'The token is unknown, revoked or expired; get a new one.',
  },
  {
    status: 403,
    error: 'forbidden',
    ja: 'この操作をする権限がありません。',
    en: 'No right to do this.',
  },
  {
    status: 403,
    error: 'webapi_option_required',
    ja: 'このチームではWeb APIがオフになっています。',
    en: 'The team has the Web API switched off.',
  },
  {
    status: 403,
    error: 'not_acceptable',
    ja: '書類のいまの状態ではできません。',
    en: "The document's state forbids it.",
  },
  {
    status: 404,
    error: 'not_found',
    ja: 'パスにあるIDが見つかりません。',
    en: 'An id in the path does not exist, or the path itself.',
  },
  {
    status: 405,
    error: 'method_not_allowed',
    ja: 'このパスでは使えないメソッドです。',
    en: 'The path does not answer this method; see the `Allow` header.',
  },
  {
    status: 409,
    error: 'conflict',
    ja: '宛先の上限を超えるか、同じ Idempotency-Key の要求を処理中です。',
    en: 'The 129th recipient, or a request with this `Idempotency-Key` is still running.',
  },
  {
    // Our addition: only the feed of events answers so.
    status: 410,
    error: 'gone',
    ja: 'after の続きの一部は、保存期間を過ぎてイベントの一覧から消えています。',
    en: 'Some of what follows `after` has outlived its time in the feed of events.',
  },
  {
    status: 413,
    error: 'too_large_request',
    ja: '本文が大きすぎます。',
    en: 'The body is too large.',
  },
  {
    status: 413,
    error: 'payload_too_large',
    ja: 'インポートするファイルが大きすぎます。',
    en: 'On import: the body is too large.',
  },
  {
    status: 415,
    error: 'unsupported_media_type',
    ja: 'Content-Type が正しくありません。',
    en: 'The Content-Type, or the declared type of the upload, is not supported here.',
  },
  {
    status: 422,
    error: 'unprocessable_entity',
    ja: 'この Idempotency-Key は、別の内容の要求に使われています。',
    en: 'This `Idempotency-Key` was used for another request.',
  },
  {
    status: 429,
    error: 'too_many_requests',
    ja: '呼び出しが多すぎます。Retry-After の秒数だけ待ってください。',
    en: 'Too many calls; wait for the seconds of `Retry-After`.',
  },
  {
    status: 500,
    error: 'internal_server_error',
    ja: 'サーバーの側の問題です。時間をおいてやり直してください。',
    en: 'Our fault; try again later.',
  },
  {
    // Not in CloudSign's table: a load balancer in front of it answers so, and clients know what to do.
    status: 503,
    error: 'service_unavailable',
    ja: 'データベースが一時的に使えません。Retry-After の秒数だけ待って、同じ要求をもう一度送ってください。',
    en: 'The database cannot be used for a moment; send the same request again after the seconds of `Retry-After`.',
  },
]

/** The one shape of every refusal. */
export const errorAnswer = Type.Object({
  error: Type.String({ enum: [...new Set(wireErrors.map((each) => each.error))] }),
  message: Type.String(),
})
