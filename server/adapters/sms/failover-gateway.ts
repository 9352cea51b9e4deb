import type { SmsGateway, SmsSender } from '../../usecases/delivery-ports.ts'

/** A gateway and its id in rows: which one took a text. */
export type NamedGateway = { id: string; gateway: SmsGateway }

/**
 * The second gateway gets what the first certainly did not take and might have taken at another time: it was away, busy
 * or refused the connection. Never an `unknown`: that text may already be on its way, and people must not get two codes.
 * A final rejection is final: it is about the message or about the operator's account. Where the second does not take
 * it either, the first one's word stands, so that a second one that refuses everybody ends no text that the first would
 * take later. A message that names a gateway to `avoid` begins with the other one.
 */
export function createFailoverSmsGateway(first: NamedGateway, second: NamedGateway | null): SmsSender {
  return {
    hasOther: second !== null,
    async send(message) {
      const turned = second !== null && message.avoid === first.id
      const [one, other] = turned ? [second, first] : [first, second]
      const answer = { ...(await one.gateway.send(message)), gateway: one.id }
      if (other === null || answer.outcome !== 'rejected' || !answer.tryAgain) return answer
      const next = { ...(await other.gateway.send(message)), gateway: other.id }
      return next.outcome === 'rejected' ? answer : next
    },
  }
}
