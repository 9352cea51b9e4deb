import type { FastifyRequest } from 'fastify'
import { bulkBodyBytes, bulkSendOnWire, createBulkSendCall } from '#contract/web-api/bulk-sends.ts'
import { documentOnWire } from '#contract/web-api/document-on-wire.ts'
import { importedDocumentOnWire } from '#contract/web-api/imported-documents.ts'
import { type Operation, takesIdempotencyKey } from '#contract/web-api/operation.ts'
import { moveTestClockCall, testClockOnWire } from '#contract/web-api/test-clock.ts'
import { rightOf } from '#domain/access.ts'
import { type CallKey, callKeyRules } from '#domain/call-key.ts'
import { refusal } from '#domain/refusal.ts'
import { timeOf } from '#domain/test-document.ts'
import { claimCallKey } from '#server/usecases/access/claim-call-key.ts'
import { holdCallKey } from '#server/usecases/access/hold-call-key.ts'
import { keepCallAnswer } from '#server/usecases/access/keep-call-answer.ts'
import { releaseCallKey } from '#server/usecases/access/release-call-key.ts'
import type { HeldKey } from '#server/usecases/call-key-ports.ts'
import type { Origin } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { readParts } from '../common/multipart.ts'
import { mediaTypeOf, readBody } from '../common/request-body.ts'
import { watchBody } from '../common/request-fingerprint.ts'
import { loggedFailure } from '../failure.ts'
import type { Api, Call } from './call.ts'
import { CallRefused } from './call-refused.ts'
import { formBytes } from './request-form.ts'

type Needs = Pick<Api, 'ports' | 'options'>

/**
 * `Idempotency-Key`: a creating call under the same key is carried out once, and its answer repeated for a day. Only
 * successes are kept: after a refusal nothing was done, and the corrected call may use the key. Without the header, and
 * for every other call, `work` is all there is.
 */
export async function carryOutOnce(
  api: Needs,
  operation: Operation,
  call: Call,
  work: (once: { origin: Origin }) => unknown,
): Promise<unknown> {
  const key = takesIdempotencyKey(operation) ? call.request.headers['idempotency-key'] : undefined
  if (key === undefined) return work({ origin: call.origin })
  if (typeof key !== 'string' || !keyPattern.test(key)) throw new CallRefused({ code: 'call_key_malformed' })

  const { ports } = api
  const read = watchBody(call.request)
  const { clientId } = call.caller
  const fingerprint = () => ports.secrets.keyedHash('call-fingerprint', clientId, read())
  const keyHash = ports.secrets.keyedHash('call-key', clientId, key)
  const held = { clientId, keyHash, run: ports.random.id() }
  const claimed = await claimCallKey(ports, held)
  if (claimed.outcome === 'running') throw new CallRefused({ code: 'call_key_running' })
  if (claimed.outcome === 'done') {
    await passOver(call.request, operation, api.options.maxUploadBytes)
    if (claimed.next.done?.fingerprint !== fingerprint()) {
      throw new CallRefused({ code: 'call_key_of_another_call' })
    }
    return repeat(api, operation, call, claimed.next)
  }
  return hold(api, call, held, async () => {
    // A signing URL is told once and only its hash is kept: a try that died is carried out anew and gives another.
    const isTold = operation.name === 'issueSigningUrl'
    const origin = isTold ? call.origin : { ...call.origin, once: { ...held, fingerprint } }
    const answer = await work({ origin })
    await keep(api, call, { held, fingerprint: fingerprint(), answer })
    return answer
  })
}

const keyPattern = new RegExp(`^[\\x20-\\x7e]{1,${callKeyRules.characters}}$`)

/** Says again and again that this try lives, and gives the key back when nothing came of it. */
async function hold(api: Needs, call: Call, held: HeldKey, work: () => Promise<unknown>): Promise<unknown> {
  const beat = setInterval(() => {
    holdCallKey(api.ports, held).catch(warn(call, 'a key could not be held'))
  }, callKeyRules.beatMilliseconds)
  try {
    return await work()
  } catch (error) {
    await releaseCallKey(api.ports, held).catch(warn(call, 'a key could not be given back'))
    throw error
  } finally {
    clearInterval(beat)
  }
}

/** The work is done: whatever happens here, its answer goes out, and the mark of its transaction speaks for it later. */
async function keep(
  { ports }: Needs,
  call: Call,
  { held, fingerprint, answer }: { held: HeldKey; fingerprint: string; answer: unknown },
): Promise<void> {
  const kept = { status: call.reply.statusCode, body: JSON.stringify(answer) }
  const keeping = keepCallAnswer(ports, { held, fingerprint, answer: kept })
  await keeping.catch(warn(call, 'an answer could not be kept'))
}

/** The kept answer; where its process died before it was kept, the document as it is now. */
async function repeat(
  { ports }: Needs,
  operation: Operation,
  call: Call,
  { done, answer }: CallKey,
): Promise<unknown> {
  const { reply, caller } = call
  reply.header('idempotency-replayed', 'true')
  if (answer !== null) {
    return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body)
  }
  if (operation.name === createBulkSendCall.name) {
    const found = await ports.database.read.bulkSend(done?.documentId ?? '')
    if (found === null) throw new Refused(refusal('bulk_send_not_found'))
    return bulkSendOnWire(found.send, found.counts)
  }
  const document = await ports.database.read.document(done?.documentId ?? '')
  const right = document === null ? null : rightOf(caller.member, document)
  if (document === null || right === null) throw new Refused(refusal('document_not_found'))
  if (operation.name === moveTestClockCall.name) {
    return testClockOnWire(document.id, timeOf(document, call.now), document.clockAhead)
  }
  return document.status === 'imported' ? importedDocumentOnWire(document) : documentOnWire(document, right)
}

/** Reads the body for its fingerprint alone. */
async function passOver(request: FastifyRequest, { name }: Operation, maxBytes: number): Promise<void> {
  if (!mediaTypeOf(request).startsWith('multipart/')) {
    await readBody(request, name === createBulkSendCall.name ? bulkBodyBytes : formBytes)
    return
  }
  for await (const _part of readParts(request, maxBytes));
}

function warn({ request }: Call, what: string): (error: unknown) => void {
  return (error) => request.log.warn({ failure: loggedFailure(error) }, what)
}
