import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type BounceReader, bounceBytes } from '#server/usecases/bounce-ports.ts'
import { type BounceTaken, takeBounce } from '#server/usecases/notifying/take-bounce.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { bodyOf } from '../common/request-body.ts'
import { queryPairs } from '../common/request-query.ts'

export type BounceNeeds = Pick<Ports, 'database' | 'clock' | 'secrets'> & {
  returnPattern: string
  /** What a mail server must name to hand a bounce over. */
  secret: string
  readBounce: BounceReader
  /** For the operator's log. */
  told(result: BounceTaken): void
}

/** A mail that came back may bring all of its attachments. */
const mostBytes = 50 * 1024 * 1024

/**
 * Where a mail server hands over what came to a return address: the message as it is (message/rfc822), for whoever names the
 * secret. What it says is judged by its token; so that a mail server does not try again, whatever could be read is 200, except
 * where another try will tell more.
 */
export function bounceRoutes(server: FastifyInstance, needs: BounceNeeds): void {
  server.post('/mail/bounces', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isNamed(request, needs)) return refuse(reply)
    let message: Uint8Array
    try {
      message = await beginningOf(request)
    } catch (error) {
      if (!(error instanceof BodyRefused)) throw error
      return reply.status(413).send({ error: 'too_large', message: 'a message has 50 MB at most' })
    }
    const result = await takeBounce(needs, needs.readBounce(message), recipientsIn(request))
    needs.told(result)
    return reply.status(result === 'not_yet' ? 503 : 200).send({ result })
  })
}

/** All of it is read, so that the other side is not cut off; only its beginning is kept. */
async function beginningOf(request: FastifyRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let kept = 0
  for await (const chunk of bodyOf(request, mostBytes)) {
    if (kept < bounceBytes) chunks.push(chunk)
    kept += chunk.byteLength
  }
  return Buffer.concat(chunks).subarray(0, bounceBytes)
}

/** `?recipient=`: the address of the envelope, where the mail server does not write it into the message. */
function recipientsIn(request: FastifyRequest): string[] {
  const given = queryPairs(request).get('recipient')
  return given === undefined || given.length > 320 ? [] : [given]
}

function isNamed(request: FastifyRequest, { secrets, secret }: BounceNeeds): boolean {
  const [, given = ''] = /^Bearer ([^\s]{1,512})$/i.exec(request.headers.authorization ?? '') ?? []
  return secrets.equal(given, secret)
}

function refuse(reply: FastifyReply) {
  return reply
    .code(401)
    .header('www-authenticate', 'Bearer realm="bounces"')
    .send({ error: 'unauthorized', message: 'name MAIL_BOUNCE_SECRET as a bearer token' })
}
