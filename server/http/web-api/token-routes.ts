import type { FastifyRequest } from 'fastify'
import { issueTokenByGetCall, issueTokenCall } from '#contract/web-api/tokens.ts'
import { issueToken } from '#server/usecases/access/issue-token.ts'
import { whereFrom } from '../common/origin.ts'
import { mount } from './bind.ts'
import type { Api } from './call.ts'
import { noteClient } from './log-calls.ts'
import { formOf, read } from './request-form.ts'

/** Whoever asks is unknown yet, so their body is not kept in memory beyond what a client id can need. */
const formLimit = 64 * 1024

/** `/token`: the one call without a token. */
export function mountTokenRoutes(api: Api): void {
  const answer = async (request: FastifyRequest) => {
    const form = await formOf(request, formLimit)
    const { client_id: clientId } = read(form, issueTokenCall.form)
    const issued = await issueToken(api.ports, whereFrom(request), { clientId })
    noteClient(request, issued)
    return { access_token: issued.token, token_type: 'Bearer' as const, expires_in: issued.secondsLeft }
  }
  mount(api, issueTokenCall, answer)
  mount(api, issueTokenByGetCall, answer)
}
