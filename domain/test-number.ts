import type { PhoneNumber } from './phone-number.ts'

/** What becomes of an SMS to one of these numbers, where the document is a test. */
export type TestFate = 'delivered' | 'undelivered' | 'slow' | 'gateway_down'

const fates: Record<PhoneNumber, TestFate> = {
  '07000000001': 'delivered',
  '07000000002': 'undelivered',
  '07000000003': 'slow',
  '07000000004': 'gateway_down',
}

/** Null: nothing in particular; the SMS is taken, and no receipt comes. */
export function testFateOf(tel: PhoneNumber): TestFate | null {
  return fates[tel] ?? null
}

/** As rows name the gateway of test documents, whose id of an SMS is ours. */
export const testGateway = 'test'

/** How long a slow phone takes. */
export const slowMilliseconds = 20_000

const fixedCode = '000000'

/** The code of a test document's SMS: the same always for the numbers above, so that a program can type it; else the random one. */
export function testCodeFor(tel: PhoneNumber, random: string): string {
  return testFateOf(tel) === null ? random : fixedCode
}
