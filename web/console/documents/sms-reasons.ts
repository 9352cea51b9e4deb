import type { Language } from '#domain/language.ts'

type Words = Record<Language, string>

/** Why an SMS did not arrive, by what gateways say (Twilio's error dictionary; "Event types for SMS" of AWS) and our own words. */
const known: Record<string, Words> = {
  twilio_30003: { ja: '電源が切れているか、圏外です', en: 'the phone is off or out of reach' },
  twilio_30004: { ja: '受信が拒否されています', en: 'the phone blocks messages' },
  twilio_30005: { ja: '使われていない番号です', en: 'the number is not in use' },
  twilio_30006: { ja: 'SMSを受け取れない番号です', en: 'the number cannot receive SMS' },
  twilio_30007: { ja: '通信事業者が迷惑SMSと判断しました', en: 'the carrier filtered it' },
  twilio_30008: { ja: '通信事業者が理由を示しませんでした', en: 'the carrier gave no reason' },
  twilio_21211: { ja: '番号の形式が正しくありません', en: 'the number is malformed' },
  twilio_21610: { ja: '受信が拒否されています', en: 'the phone blocks messages' },
  twilio_21614: { ja: 'SMSを受け取れない番号です', en: 'the number cannot receive SMS' },
  aws_TEXT_UNREACHABLE: { ja: '電源が切れているか、圏外です', en: 'the phone is off or out of reach' },
  aws_TEXT_CARRIER_UNREACHABLE: {
    ja: '通信事業者につながりませんでした',
    en: 'the carrier could not be reached',
  },
  aws_TEXT_BLOCKED: { ja: '受信が拒否されています', en: 'the phone blocks messages' },
  aws_TEXT_CARRIER_BLOCKED: { ja: '通信事業者が止めました', en: 'the carrier blocked it' },
  aws_TEXT_SPAM: { ja: '通信事業者が迷惑SMSと判断しました', en: 'the carrier filtered it' },
  aws_TEXT_INVALID: { ja: '使われていない番号です', en: 'the number is not in use' },
  aws_TEXT_INVALID_MESSAGE: { ja: '本文を送れませんでした', en: 'the text could not be sent' },
  aws_TEXT_PROTECT_BLOCKED: { ja: '送信元の設定で止められました', en: 'blocked by the account’s settings' },
  aws_TEXT_TTL_EXPIRED: { ja: '有効期間が過ぎました', en: 'its time ran out' },
  expired: { ja: '有効期間が過ぎました', en: 'its time ran out' },
  number_has_no_such_form: { ja: '番号の形式が正しくありません', en: 'the number is malformed' },
}

/** In words; a reason that nobody knows as it was said, so that the gateway's support finds it. */
export function smsReason(lang: Language, reason: string): string {
  if (reason === '') return ''
  return known[reason]?.[lang] ?? (lang === 'ja' ? `理由コード ${reason}` : `reason ${reason}`)
}
