import type { MailOutcome, MailTransport, SmsGateway, SmsOutcome } from '#server/usecases/delivery-ports.ts'

type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void

/** What a gateway or mail server answered: a reason code and our own id, never a number, an address or a text. */
function told(log: Log, event: string, what: string, id: string, answer: SmsOutcome | MailOutcome): void {
  const [level, ending] = wordsFor(answer)
  const reason = answer.outcome === 'accepted' ? {} : { reason: answer.reason }
  log(level, `${what} ${ending}`, { event, id, ...reason })
}

function wordsFor(answer: SmsOutcome | MailOutcome): ['info' | 'warn' | 'error', string] {
  if (answer.outcome === 'accepted') return ['info', 'was taken']
  if (answer.outcome === 'unknown') return ['warn', 'was perhaps taken, perhaps not']
  return answer.tryAgain ? ['warn', 'was not taken and is tried again'] : ['error', 'was refused for good']
}

/** The same gateway, whose answers an operator can see. */
export function loggedGateway(gateway: SmsGateway, log: Log): SmsGateway {
  return {
    async send(message) {
      const answer = await gateway.send(message)
      told(log, 'sms.answer', 'an SMS', message.idempotencyKey, answer)
      return answer
    },
  }
}

/** The same way for mail, whose answers an operator can see. */
export function loggedTransport(transport: MailTransport, log: Log): MailTransport {
  return {
    async send(mail) {
      const answer = await transport.send(mail)
      told(log, 'mail.answer', 'a mail', mail.idempotencyKey, answer)
      return answer
    },
  }
}
