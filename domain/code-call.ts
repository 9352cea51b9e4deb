import type { Language } from './language.ts'

/** What a call says before it tells a code: nobody but a person presses the key, so no answering machine keeps the code. */
export function callGreeting(language: Language): string {
  return language === 'ja'
    ? '電子契約の認証コードをお伝えするお電話です。お聞きになるには、1を押してください。'
    : 'This call is about a code for signing a document. To hear it, please press 1.'
}

/** The text of a code that is read aloud: who asks, then the digits one by one, twice. */
export function callText({
  organization,
  code,
  language,
}: {
  organization: string
  code: string
  language: Language
}): string {
  const who = organization.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const digits = [...code].join(language === 'ja' ? '、' : ', ')
  return language === 'ja'
    ? `${who}からのご依頼です。認証コードは、${digits}。くり返します。${digits}。`
    : `From ${who}. Your code is ${digits}. Again: ${digits}.`
}

/** The code in such a text: its last digits, for a name before them may have digits of its own. */
export function codeInCall(text: string): string {
  return text.replace(/[^0-9]/g, '').slice(-6)
}
