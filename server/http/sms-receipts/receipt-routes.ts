import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SmsReceiptState } from '#domain/sms-message.ts'
import type { SmsReceiptReader } from '#server/usecases/delivery-ports.ts'
import { takeSmsReceipt } from '#server/usecases/notifying/take-sms-receipt.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { receiptProof } from '#server/usecases/receipt-proof.ts'
import { type SmsPlace, smsPlaces } from '#server/usecases/sms-ports.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { pairsOf } from '../common/form-pairs.ts'
import { readBody } from '../common/request-body.ts'
import { queryPairs } from '../common/request-query.ts'

export type ReceiptNeeds = Pick<Ports, 'database' | 'clock' | 'secrets'> & {
  publicUrl: string
  /** By the place of a gateway; null where its gateway calls nobody. */
  readers: Record<SmsPlace, SmsReceiptReader | null>
  /** For the operator's log. */
  told(place: string, receipt: { id: string; state: SmsReceiptState; code: string | null }): void
  stray(request: FastifyRequest, reply: FastifyReply, kind: 'not_found'): unknown
}

type ReceiptRequest = FastifyRequest<{ Params: { place: string; id: string; proof: string } }>

/** A callback has a dozen short parameters. */
const mostBytes = 16 * 1024

/**
 * Where gateways say what became of an SMS: an address of its own for each, which nobody can make up. Whoever comes with another is
 * told that there is nothing, and their body is not read.
 */
export function receiptRoutes(server: FastifyInstance, needs: ReceiptNeeds): void {
  const path = '/sms/receipts/:place/:id/:proof'
  const take = async (request: ReceiptRequest, reply: FastifyReply) => {
    const { place, id, proof } = request.params
    if (!isPlace(place)) return needs.stray(request, reply, 'not_found')
    const reader = needs.readers[place]
    const genuine =
      reader !== null && needs.secrets.equal(proof, receiptProof(needs.secrets, { place, smsId: id }))
    if (reader === null || !genuine) return needs.stray(request, reply, 'not_found')
    const parameters = await parametersOf(request)
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
    if (parameters === null) return reply.status(400).send('unreadable\n')
    const { 'x-twilio-signature': signature } = request.headers
    const headers = typeof signature === 'string' ? { 'x-twilio-signature': signature } : {}
    const receipt = reader({ url: `${needs.publicUrl}${request.url}`, parameters, headers })
    if (receipt === 'forged') return reply.status(403).send('forged\n')
    if (receipt !== null) {
      const moved = await takeSmsReceipt(needs, { of: { smsId: id, place }, ...receipt })
      // Gateways repeat themselves.
      if (moved) needs.told(place, { id, ...receipt })
    }
    return reply.send('ok\n')
  }
  // Kannel asks with GET; nothing else fetches an address that stands on no page.
  server.get(path, take)
  server.post(path, take)
}

function isPlace(word: string): word is SmsPlace {
  return smsPlaces.some((each) => each === word)
}

/** The form, or the query where there is none; null where they cannot be read. */
export async function parametersOf(request: FastifyRequest): Promise<ReadonlyMap<string, string> | null> {
  try {
    return request.method === 'GET' ? queryPairs(request) : pairsOf(await readBody(request, mostBytes))
  } catch (error) {
    if (error instanceof BodyRefused) return null
    throw error
  }
}
