import { Type } from 'typebox'
import { filledText } from './forms.ts'
import { operation } from './operation.ts'

const tokenAnswer = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer(),
})

export const issueTokenCall = operation({
  name: 'issueToken',
  summary: { ja: 'アクセストークンを取得する', en: 'Get an access token' },
  method: 'POST',
  path: '/token',
  request: 'form',
  form: { client_id: filledText() },
  answer: tokenAnswer,
})

/** Deprecated by the service, still called by old clients. */
export const issueTokenByGetCall = operation({
  name: 'issueTokenByGet',
  summary: { ja: 'アクセストークンを取得する（非推奨）', en: 'Get an access token (deprecated)' },
  method: 'GET',
  path: '/token',
  request: 'form',
  form: { client_id: filledText() },
  answer: tokenAnswer,
})
