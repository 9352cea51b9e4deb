import { maskNumber } from '#domain/phone-number.ts'
import { smsSegments } from '#domain/sms-segments.ts'
import { slowMilliseconds, testFateOf, testGateway } from '#domain/test-number.ts'
import type { Clock, Random } from '#server/usecases/ports.ts'
import type { TestOutbox } from '#server/usecases/test-ports.ts'
import { createOutboxMailTransport } from '../mail/outbox-transport.ts'
import { writingTransport } from '../mail/writing-transport.ts'
import type { NewTestMessage } from '../postgres/jobs/test-message-store.ts'

type Needs = {
  clock: Clock
  random: Random
  keep(message: NewTestMessage): Promise<void>
  /** Takes a receipt as that of any gateway. */
  receipt(smsId: string, state: 'delivered' | 'undelivered'): Promise<unknown>
}

/** The gateway and the mail server of test documents: what `keep` keeps is all that ever becomes of a message. */
export function createTestOutbox({ clock, random, keep, receipt }: Needs): TestOutbox {
  return {
    async sms({ id, teamId, documentId, tel, text, clockAhead }) {
      const fate = testFateOf(tel)
      const gateway = testGateway
      if (fate === 'gateway_down') {
        return {
          outcome: 'rejected',
          reason: 'this number of a test is never reached',
          tryAgain: true,
          gateway,
        }
      }
      const at = clock.now()
      await keep({
        ...{ id: random.id(), teamId, documentId, key: id, at },
        content: { kind: 'sms', to: maskNumber(tel), text },
        receiptAt: fate === 'slow' ? new Date(at.getTime() + clockAhead + slowMilliseconds) : null,
      })
      // Before our answer, as some gateways do: it waits until the answer is recorded.
      if (fate === 'delivered' || fate === 'undelivered') await receipt(id, fate)
      return { outcome: 'accepted', providerId: id, segments: smsSegments(text), gateway }
    },
    mail: ({ id: documentId, teamId }) =>
      writingTransport(
        createOutboxMailTransport(({ idempotencyKey, to, subject, text, attachments = [] }) =>
          keep({
            ...{ id: random.id(), teamId, documentId, key: `mail:${idempotencyKey}`, at: clock.now() },
            content: { kind: 'mail', to, subject, text, attachments: attachments.map(({ name }) => name) },
            receiptAt: null,
          }),
        ),
      ),
  }
}
