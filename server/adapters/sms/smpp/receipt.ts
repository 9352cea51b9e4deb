import type { SmsReceiptState } from '#domain/sms-message.ts'
import { type Delivered, tag } from './pdu.ts'

/** `message_state`, §5.2.28. ENROUTE, ACCEPTED and UNKNOWN say nothing final. */
const byNumber: Record<number, SmsReceiptState> = {
  2: 'delivered',
  3: 'expired',
  4: 'undelivered',
  5: 'undelivered',
  8: 'rejected',
}

/** `stat` of the text, Appendix B. */
const byWord: Record<string, SmsReceiptState> = {
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'undelivered',
  UNDELIV: 'undelivered',
  REJECTD: 'rejected',
}

/**
 * How ids of answers and those of receipts belong together: the same, or, as at some centres, hexadecimal in the answer
 * (and in `receipted_message_id`, which repeats it) and decimal in the receipt's text. Then both are kept as decimal.
 */
export type ReceiptIds = 'same' | 'decimal'

/** An id of a `submit_sm_resp` as it is kept. */
export function idOfAnswer(id: string, kept: ReceiptIds): string {
  return kept === 'decimal' && /^[0-9a-f]{1,64}$/i.test(id) ? BigInt(`0x${id}`).toString() : id
}

function idOfText(id: string, kept: ReceiptIds): string {
  return kept === 'decimal' && /^[0-9]{1,64}$/.test(id) ? BigInt(id).toString() : id
}

/**
 * The receipt in a `deliver_sm`: whose, and what became of it (null: nothing final). Null where it is none, such as an
 * answer that somebody typed. Optional parameters say it exactly; the text of Appendix B is what most centres send.
 */
export function readReceipt(
  { esmClass, text, parameters }: Delivered,
  kept: ReceiptIds,
): {
  providerId: string
  state: SmsReceiptState | null
  /** `err` of the text: the network's code, which each provider explains. */
  code: string | null
} | null {
  // §5.2.12: bits 5 to 2 are 0001 in an SMSC delivery receipt.
  if ((esmClass & 0x3c) !== 0x04) return null
  const named = parameters.get(tag.receipted_message_id)?.toString('latin1').replace(/\0.*$/s, '')
  const written = /(?:^|\s)id:([^\s]{1,64})/i.exec(text)?.[1] ?? ''
  const providerId = named ? idOfAnswer(named, kept) : idOfText(written, kept)
  if (providerId === '') return null
  const number = parameters.get(tag.message_state)?.[0]
  const word = /(?:^|\s)stat:([A-Z]{1,8})/i.exec(text)?.[1]?.toUpperCase() ?? ''
  const state = number === undefined ? byWord[word] : byNumber[number]
  const code = /(?:^|\s)err:([0-9A-Za-z]{1,8})(?:\s|$)/.exec(text)?.[1]
  return { providerId, state: state ?? null, code: code === undefined ? null : `smpp_err_${code}` }
}
