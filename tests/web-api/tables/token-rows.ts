import type { Rows } from './row.ts'

const token = {
  shows: ({ token_type, access_token }: { token_type: string; access_token: string }) => [
    token_type,
    access_token.length >= 32 && access_token.length <= 36,
  ],
  shown: () => ['Bearer', true],
  wrong: [
    { values: { client_id: undefined }, names: 'client_id', answer: [400, 'invalid_request'] as const },
    { values: { client_id: '' }, names: 'client_id', answer: [400, 'invalid_request'] as const },
    { values: { client_id: 'a\0b' }, names: 'client_id', answer: [400, 'invalid_request'] as const },
    { values: { client_id: 'nobody' }, names: 'client_id', answer: [400, 'invalid_client'] as const },
  ],
  right: 'anyone' as const,
}

/** Tokens; the scene says which client asks. */
export const tokenRows: Rows = {
  issueToken: { ...token, values: ({ ids }) => ({ client_id: ids.client_id }) },
  issueTokenByGet: { ...token, values: ({ ids }) => ({ client_id: ids.client_id }) },
}
