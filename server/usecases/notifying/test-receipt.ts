import { testGateway } from '#domain/test-number.ts'
import type { SmsReceipt } from './take-sms-receipt.ts'

/** What the gateway of test documents says of an SMS. */
export function testReceiptOf(smsId: string, state: 'delivered' | 'undelivered'): SmsReceipt {
  return { of: { gateway: testGateway, providerId: smsId }, state, code: null }
}
