import { smsSegments } from '#domain/sms-segments.ts'
import type { SmsGateway, SmsOutcome } from '../../usecases/delivery-ports.ts'
import type { Clock } from '../../usecases/ports.ts'
import { type Exchange, exchange } from '../http/http-exchange.ts'
import { fillTemplate, type HttpGatewayTemplate, httpTemplateProblems } from './http-template.ts'

/** RFC 6901. */
function atPointer(json: unknown, pointer: string): unknown {
  let value = json
  for (const part of pointer.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return undefined
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  }
  return value
}

/** The gateway's id in its answer. An answer without one is still an acceptance. */
function readProviderId(body: string | null, readId: string | undefined): string | null {
  if (!body || !readId) return null
  if (!readId.startsWith('/')) {
    const match = new RegExp(readId).exec(body)
    return match?.[1] ?? match?.[0] ?? null
  }
  try {
    const value = atPointer(JSON.parse(body), readId)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  } catch {
    return null
  }
}

/** Statuses that say "not now": the same request may be taken later (RFC 9110 §15.5.9, §15.6.4; RFC 6585 §4; RFC 8470 §5.2). */
const notNow = [408, 425, 429, 503]

function judgeFailure(status: number): SmsOutcome {
  const reason = `http_${status}`
  if (notNow.includes(status)) return { outcome: 'rejected', reason, tryAgain: true }
  // A gateway that broke, or a proxy that lost it, may have sent the text before.
  if (status >= 500) return { outcome: 'unknown', reason }
  return { outcome: 'rejected', reason, tryAgain: false }
}

function judge(exchanged: Exchange, template: HttpGatewayTemplate, segments: number): SmsOutcome {
  if (exchanged.end === 'not_written')
    return { outcome: 'rejected', reason: exchanged.reason, tryAgain: true }
  if (exchanged.end === 'lost') return { outcome: 'unknown', reason: exchanged.reason }

  const { status, body } = exchanged
  const success = template.success ?? { from: 200, to: 299 }
  if (status < success.from || status > success.to) {
    // Another 2xx than the operator expects: perhaps taken, perhaps not.
    return status < 300 ? { outcome: 'unknown', reason: `http_${status}` } : judgeFailure(status)
  }
  if (success.body && body === null) return { outcome: 'unknown', reason: 'answer_cut' }
  if (success.body && !new RegExp(success.body).test(body ?? ''))
    return { outcome: 'rejected', reason: 'answer_not_success', tryAgain: false }
  return { outcome: 'accepted', providerId: readProviderId(body, template.readId), segments }
}

/**
 * A gateway described by a template: the many Japanese providers, and Kannel. `calls`: it reads the code aloud. Its host is the operator's own choice, so
 * it may be on loopback or in a private network. Throws at start when the template is wrong.
 */
export function createHttpSmsGateway(template: HttpGatewayTemplate, clock: Clock, calls = false): SmsGateway {
  const problems = httpTemplateProblems(template, calls)
  if (problems.length > 0) throw new Error(`The SMS gateway template is wrong: ${problems.join('; ')}.`)
  return {
    async send(message) {
      const now = clock.now()
      if (message.expiresAt <= now) return { outcome: 'rejected', reason: 'expired', tryAgain: false }
      const request = fillTemplate(template, message, now)
      if (!request) return { outcome: 'rejected', reason: 'number_has_no_such_form', tryAgain: false }
      return judge(await exchange(request, template.timeoutMs), template, smsSegments(message.text))
    },
  }
}
