import { didNotArrive, type SmsReceiptState } from '#domain/sms-message.ts'
import { cureOfMail } from '#server/adapters/mail/mail-cures.ts'
import { mayFareBetterElsewhere } from '#server/adapters/sms/failover-gateway.ts'
import { cureOfReceipt } from '#server/adapters/sms/service-cures.ts'
import { cureOfSms, type GatewayInPlace } from '#server/adapters/sms/sms-cures.ts'
import type { MailTransport, SmsGateway } from '#server/usecases/delivery-ports.ts'

type Level = 'info' | 'warn' | 'error'
type Log = (level: Level, message: string, fields: Record<string, unknown>) => void

/**
 * The same gateway, whose answers an operator can see: a reason code, its cure, what comes next, and our own id; never a
 * number or a text. `which` says which variables the cure is about; `alone`: there is no other to ask.
 */
export function loggedGateway(
  gateway: SmsGateway,
  which: GatewayInPlace & { alone: boolean },
  log: Log,
): SmsGateway {
  return {
    async send(message) {
      const answer = await gateway.send(message)
      const known = {
        event: 'sms.answer',
        id: message.idempotencyKey,
        gateway: `${which.place}.${which.kind}`,
      }
      if (answer.outcome === 'accepted') {
        log('info', 'an SMS was taken', known)
        return answer
      }
      const why = { ...known, reason: answer.reason, cure: cureOfSms(answer, which) }
      if (answer.outcome === 'unknown') {
        const next =
          'it is not sent again, for people must not get two codes; the recipient may ask for another'
        log('warn', 'an SMS was perhaps taken, perhaps not', { ...why, next })
      } else if (answer.tryAgain) {
        const again = `it is tried again until ${message.expiresAt.toISOString()}, when its code has run out`
        const next = which.alone
          ? again
          : `the other gateway is asked; where it does not take it either, ${again}`
        log('warn', 'an SMS was not taken and is tried again', { ...why, next })
      } else {
        const next =
          !which.alone && mayFareBetterElsewhere(answer)
            ? 'the other gateway is asked, unless it was asked before; where it does not take it either, the recipient is told'
            : 'the recipient is told, and may ask for another'
        log('error', 'an SMS was refused for good', { ...why, next })
      }
      return answer
    },
  }
}

/**
 * What a gateway says of an SMS that it took and could not bring. `id`: ours, or the gateway's where it knows no other. An
 * arrival is no news.
 */
export function tellReceipt(
  log: Log,
  gateway: string,
  { id, state, code }: { id: string; state: SmsReceiptState; code: string | null },
): void {
  if (!didNotArrive(state)) return
  const next = 'the recipient and the sender are told, and another may be asked for at once'
  const why = { event: 'sms.receipt', id, gateway, state, ...(code === null ? {} : { code }) }
  log('warn', 'an SMS did not reach its phone', { ...why, cure: cureOfReceipt(code), next })
}

/** The same way for mail, whose answers an operator can see; never an address or a text. */
export function loggedTransport(transport: MailTransport, log: Log): MailTransport {
  return {
    async send(mail) {
      const answer = await transport.send(mail)
      const known = { event: 'mail.answer', id: mail.idempotencyKey }
      if (answer.outcome === 'accepted') {
        log('info', 'a mail was taken', known)
        return answer
      }
      const why = { ...known, reason: answer.reason, cure: cureOfMail(answer) }
      const final = answer.outcome === 'rejected' && !answer.tryAgain
      const what = answer.outcome === 'unknown' ? 'was perhaps taken, perhaps not' : 'was not taken'
      if (mail.byHand === true) {
        const next = 'whoever asked for it is told, and may ask again'
        log(final ? 'error' : 'warn', `a mail ${final ? 'was refused for good' : what}`, { ...why, next })
      } else if (final) {
        log('error', 'a mail was refused for good', {
          ...why,
          next: 'it is not sent again; where it is about a document, its history says so',
        })
      } else {
        const next =
          'with gaps that grow to six hours, for days; then its job is parked (musubi jobs list --parked)'
        log('warn', `a mail ${what} and is tried again`, { ...why, next })
      }
      return answer
    },
  }
}
