import type { SmsGateway, SmsOutcome, SmsSender } from '../../usecases/delivery-ports.ts'
import { isAboutAccount } from './account-refusals.ts'

/** A gateway and its id in rows: which one took a text. */
export type NamedGateway = { id: string; gateway: SmsGateway }

/**
 * The second gateway gets what the first certainly did not take, and what another might: the first was away, busy, refused the
 * connection, or refused for good for a reason that is about the account with it (`account-refusals.ts`). Never an `unknown`: that
 * text may already be on its way, and people must not get two codes. A refusal that is about the number or the text is final.
 * Where the second does not take it either, the word stands of the one that may take it later, the first one's otherwise, so that a
 * gateway that refuses everybody ends no text that the other would take. A message that names a gateway to `avoid` begins with the
 * other one.
 */
export function createFailoverSmsGateway(
  first: NamedGateway,
  second: NamedGateway | null,
): Pick<SmsSender, 'hasOther' | 'send'> {
  return {
    hasOther: second !== null,
    async send(message) {
      const turned = second !== null && message.avoid === first.id
      const [one, other] = turned ? [second, first] : [first, second]
      const answer = { ...(await one.gateway.send(message)), gateway: one.id }
      if (other === null || !mayFareBetterElsewhere(answer)) return answer
      const next = { ...(await other.gateway.send(message)), gateway: other.id }
      return next.outcome !== 'rejected' || (next.tryAgain && !mayBeTakenLater(answer)) ? next : answer
    },
  }
}

/** What another gateway is asked after. */
export function mayFareBetterElsewhere(answer: SmsOutcome): boolean {
  return answer.outcome === 'rejected' && (answer.tryAgain || isAboutAccount(answer.reason))
}

function mayBeTakenLater(answer: SmsOutcome): boolean {
  return answer.outcome === 'rejected' && answer.tryAgain
}
