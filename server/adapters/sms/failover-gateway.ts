import type { SmsGateway } from '../../usecases/delivery-ports.ts'

/**
 * The second gateway gets what the first certainly did not take and might have taken at another time: it was away, busy
 * or refused the connection. Never an `unknown`: that text may already be on its way, and people must not get two codes.
 * A final rejection is final: it is about the message or about the operator's account.
 */
export function createFailoverSmsGateway(first: SmsGateway, second: SmsGateway): SmsGateway {
  return {
    async send(message) {
      const outcome = await first.send(message)
      return outcome.outcome === 'rejected' && outcome.tryAgain ? second.send(message) : outcome
    },
  }
}
