import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'

const ja = {
  title: 'パスワード',
  present: '今のパスワード',
  password: '新しいパスワード',
  hint: '12文字以上。よく使われるものや、名前・メールアドレスから作ったものは使えません。',
  again: '新しいパスワード（もう一度）',
  note: '変更すると、ログイン中のほかの端末はログアウトされます。',
  button: 'パスワードを変更する',
  errors: {
    password_too_short: (limit: number) => `${limit}文字以上にしてください。`,
    field_too_long: (limit: number) => `${limit}文字以内にしてください。`,
    password_common: 'よく使われていて推測されやすいパスワードです。別のものにしてください。',
    password_own_words:
      '名前、メールアドレス、チームや製品の名前から作ったものは使えません。別のものにしてください。',
    passwords_differ: '2つのパスワードが一致していません。',
    password_wrong: '今のパスワードが一致しませんでした。',
    factor_tries_over: (minutes: number) =>
      `続けて一致しなかったため、${minutes}分後にもう一度お試しください。`,
  },
}

const en: typeof ja = {
  title: 'Password',
  present: 'Current password',
  password: 'New password',
  hint: 'At least 12 characters. Avoid common passwords and your name or address.',
  again: 'Repeat the new password',
  note: 'Your other devices will be signed out.',
  button: 'Change the password',
  errors: {
    password_too_short: (limit) => `Use at least ${limit} characters.`,
    field_too_long: (limit) => `Use at most ${limit} characters.`,
    password_common: 'This password is common and easily guessed. Choose another.',
    password_own_words:
      'Do not base it on your name, your address, your team or the product. Choose another.',
    passwords_differ: 'The two passwords do not match.',
    password_wrong: 'Your current password is not correct.',
    factor_tries_over: (minutes) =>
      `Too many failed tries. Please try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`,
  },
}

/** What forms for a password say. */
export function passwordWordsIn(lang: Language): typeof ja {
  return lang === 'ja' ? ja : en
}

/** What is wrong with a field of a form for a password; null when nothing is. */
export function passwordProblem(objections: Refusal[], field: string, lang: Language): string | null {
  const objection = objections.find((each) => each.field === field)
  if (objection === undefined) return null
  const { errors } = passwordWordsIn(lang)
  const { code, detail } = objection
  const limit = Number(detail?.limit ?? 0)
  switch (code) {
    case 'password_too_short':
      return errors.password_too_short(limit)
    case 'field_too_long':
      return errors.field_too_long(limit)
    case 'factor_tries_over':
      return errors.factor_tries_over(Number(detail?.minutes ?? 1))
    case 'password_common':
    case 'password_own_words':
    case 'password_wrong':
      return errors[code]
    default:
      return errors.passwords_differ
  }
}
