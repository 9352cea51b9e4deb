import { createHmac, timingSafeEqual } from 'node:crypto'
import { isReceiptState, type SmsReceiptState } from '#domain/sms-message.ts'
import type { SmsReceiptReader } from '../../usecases/delivery-ports.ts'

/** Which parameter of a callback says what became of the SMS, and which of its values mean what. Others say nothing final. */
export type ReceiptRules = { parameter: string } & Partial<Record<SmsReceiptState, string[]>>

/**
 * Kannel's `%d` (user guide, "Delivery reports"): 1 delivered to the phone, 2 not delivered, 16 refused by the centre. 4 and 8 are
 * steps on the way.
 */
export const kannelReceipts: ReceiptRules = {
  parameter: 'type',
  delivered: ['1'],
  undelivered: ['2'],
  rejected: ['16'],
}

/** Twilio's `MessageStatus`. `failed`: it never left for the carrier. */
const twilioReceipts: ReceiptRules = {
  parameter: 'MessageStatus',
  delivered: ['delivered', 'read'],
  undelivered: ['undelivered'],
  rejected: ['failed', 'canceled'],
}

export function receiptReader(rules: ReceiptRules): SmsReceiptReader {
  return ({ parameters }) => {
    const state = stateIn(rules, parameters)
    return state === null ? null : { state, code: null }
  }
}

/** Everything that is wrong with rules that an operator wrote. */
export function receiptRulesProblems(rules: unknown): string[] {
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules))
    return ['receipts is no object such as {"parameter":"status","delivered":["1"]}']
  const wrong = Object.entries(rules).filter(([name, value]) =>
    name === 'parameter'
      ? typeof value !== 'string' || value === ''
      : !isReceiptState(name) || !Array.isArray(value) || value.some((each) => typeof each !== 'string'),
  )
  const problems = wrong.map(([name]) => `receipts has a wrong ${name}`)
  return 'parameter' in rules ? problems : [...problems, 'receipts names no parameter']
}

/**
 * `CallStatus` of a call. Who pressed the key and heard the code is known from that (`delivered`, which outweighs this): a call that
 * merely ended told nothing.
 */
const twilioCallReceipts: ReceiptRules = {
  parameter: 'CallStatus',
  undelivered: ['completed', 'busy', 'no-answer'],
  rejected: ['failed', 'canceled'],
}

type Call = Parameters<SmsReceiptReader>[0]

/**
 * Twilio signs what it asks for with the account's token: HMAC-SHA1 over the address and, sorted by name, each parameter of the form
 * with its value ("Validating requests are coming from Twilio").
 */
export function isSignedByTwilio(token: string, { url, parameters, headers }: Call): boolean {
  const sorted = [...parameters].sort(([a], [b]) => (a < b ? -1 : 1))
  const signed = url + sorted.map(([name, value]) => name + value).join('')
  const expected = createHmac('sha1', token).update(signed).digest()
  const given = Buffer.from(headers['x-twilio-signature'] ?? '', 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** A callback of Twilio about an SMS, or about a call. */
export function twilioReceiptReader(token: string, about: 'sms' | 'call' = 'sms'): SmsReceiptReader {
  const rules = about === 'sms' ? twilioReceipts : twilioCallReceipts
  return (call) => {
    if (!isSignedByTwilio(token, call)) return 'forged'
    const state = stateIn(rules, call.parameters)
    const code = call.parameters.get('ErrorCode') ?? ''
    return state === null ? null : { state, code: /^[0-9]{1,6}$/.test(code) ? `twilio_${code}` : null }
  }
}

function stateIn(rules: ReceiptRules, parameters: ReadonlyMap<string, string>): SmsReceiptState | null {
  const value = parameters.get(rules.parameter)
  if (value === undefined) return null
  const { parameter: _, ...states } = rules
  const found = Object.entries(states).find(([, values]) => values.includes(value))?.[0]
  return found !== undefined && isReceiptState(found) ? found : null
}
