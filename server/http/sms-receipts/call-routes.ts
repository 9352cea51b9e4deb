import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallScript } from '#server/usecases/delivery-ports.ts'
import { tellCode } from '#server/usecases/notifying/tell-code.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { callProof } from '#server/usecases/receipt-proof.ts'
import { parametersOf } from './receipt-routes.ts'

type CallNeeds = Pick<Ports, 'database' | 'clock' | 'secrets'> & {
  publicUrl: string
  /** By the place of a gateway; null where its gateway asks nobody. */
  scripts: Record<'first-voice' | 'second-voice', CallScript | null>
  stray(request: FastifyRequest, reply: FastifyReply, kind: 'not_found'): unknown
}

type CallRequest = FastifyRequest<{ Params: { place: string; id: string; proof: string } }>

/**
 * Where a gateway that calls asks what to say, once somebody has pressed a key: an address of its own for each call, known to the
 * gateway alone, and signed by it besides. The code is told once.
 */
export function callRoutes(server: FastifyInstance, needs: CallNeeds): void {
  server.post('/sms/calls/:place/:id/:proof', async (request: CallRequest, reply) => {
    const { place, id, proof } = request.params
    if (place !== 'first-voice' && place !== 'second-voice') return needs.stray(request, reply, 'not_found')
    const script = needs.scripts[place]
    const genuine =
      script !== null && needs.secrets.equal(proof, callProof(needs.secrets, { place, smsId: id }))
    if (script === null || !genuine) return needs.stray(request, reply, 'not_found')
    const parameters = await parametersOf(request)
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
    if (parameters === null) return reply.status(400).send('unreadable\n')
    const { 'x-twilio-signature': signature } = request.headers
    const headers = typeof signature === 'string' ? { 'x-twilio-signature': signature } : {}
    const asked = script.read({ url: `${needs.publicUrl}${request.url}`, parameters, headers })
    if (asked === 'forged') return reply.status(403).send('forged\n')
    const told = asked === 'pressed' ? await tellCode(needs, { smsId: id, place }) : null
    const { type, body } = script.say(told?.text ?? null, told?.language ?? 'ja')
    return reply.type(type).send(body)
  })
}
