import type { Pool } from 'pg'
import type { OnAway } from '#server/adapters/postgres/connection/trouble.ts'
import { translated } from '#server/adapters/postgres/connection/trouble.ts'
import { addTestMessage, type NewTestMessage } from '#server/adapters/postgres/jobs/test-message-store.ts'
import { createTestOutbox } from '#server/adapters/sms/test-outbox.ts'
import { takeSmsReceipt } from '#server/usecases/notifying/take-sms-receipt.ts'
import { testReceiptOf } from '#server/usecases/notifying/test-receipt.ts'
import type { Ports } from '#server/usecases/ports.ts'

type Needs = Pick<Ports, 'clock' | 'random' | 'secrets' | 'database'> & { pool: Pool; onAway: OnAway }

/** What test documents have in the place of gateway, mail server, keys and time-stamping authority. */
export function testToolsOf({ pool, onAway, ...needs }: Needs): Pick<Ports, 'testOutbox'> {
  const store = { keep: (message: NewTestMessage) => addTestMessage(pool, needs.secrets, message) }
  return {
    testOutbox: createTestOutbox({
      ...needs,
      ...translated(store, onAway),
      receipt: (smsId, state) => takeSmsReceipt(needs, testReceiptOf(smsId, state)),
    }),
  }
}
