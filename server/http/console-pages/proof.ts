import type { FastifyRequest } from 'fastify'
import { h } from 'preact'
import { isFresh } from '#domain/console-session.ts'
import { noteRefusedMember } from '#server/usecases/access/note-sign-in.ts'
import { newChallenge } from '#server/usecases/access/passkey-challenge.ts'
import { proveAgain } from '#server/usecases/access/prove-again.ts'
import { ProofPage } from '#web/console/sign-in/ProofPage.tsx'
import { field } from '../common/form-guard.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'

/** Fields of the proof itself, which are no part of the form that waits. */
const ownFields = new Set(['form_token', 'proof_password', 'proof_passkey', 'proof_ticket'])

/**
 * Before an act that asks for it: who acts shows a password or a passkey, unless they did so just now (OWASP ASVS 5.0,
 * 7.5.1 and 7.5.3). The form waits on the page, with everything that was typed, and is sent again with the proof. False:
 * that page is the answer. (A reply is a promise of its own, so it is never what an async function answers here.)
 */
export async function isProved(call: ConsoleCall): Promise<boolean> {
  const { needs, visit, request } = call
  const now = needs.clock.now()
  if (isFresh(visit.signedIn, now)) return true
  const password = field(request, 'proof_password')
  const answer = field(request, 'proof_passkey')
  if (password === '' && answer === '') {
    await sendProof(call, field(request, 'proof_ticket') === '' ? null : 'missing')
    return false
  }
  const ticket = field(request, 'proof_ticket')
  const outcome = await proveAgain(needs, visit.origin, {
    own: { member: visit.member, session: visit.signedIn },
    password,
    passkey: answer === '' ? null : { ticket, answer, bearer: visit.session },
  })
  if (outcome === 'proved') return true
  const reason = outcome === 'wrong' ? 'proof' : 'proof_paused'
  await noteRefusedMember(needs, { from: visit.origin, member: visit.member, reason })
  await sendProof(call, outcome)
  return false
}

async function sendProof(
  { needs, visit, request, reply }: ConsoleCall,
  problem: 'missing' | 'wrong' | 'paused' | null,
): Promise<void> {
  const { challenge, ticket } = newChallenge(needs, 'proof', visit.session)
  const { passkeys } = await needs.database.read.factors(visit.member.id)
  const options = passkeys.length === 0 ? null : needs.signIn.passkeys.request(challenge, passkeys)
  const page = { chrome: visit.chrome, action: request.url, kept: keptOf(request), problem, ticket, options }
  const status = problem === 'paused' ? 429 : problem === null ? 403 : 401
  sendPage(reply.code(status), h(ProofPage, { ...page, email: visit.member.email }))
}

/** What the form said, to be said again. */
function keptOf(request: FastifyRequest): [string, string][] {
  const form = request.body ?? {}
  return Object.entries(form).flatMap(([name, value]) =>
    ownFields.has(name) || typeof value !== 'string' ? [] : [[name, value] satisfies [string, string]],
  )
}
