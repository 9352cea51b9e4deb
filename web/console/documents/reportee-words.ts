import type { Language } from '#domain/language.ts'

const ja = {
  title: '共有先',
  lead: '締結すると、締結済みの書類がメールで届きます。手続きには加わりません。',
  email: 'メール',
}

const en: typeof ja = {
  title: 'People to inform',
  lead: 'They receive the concluded document by e-mail and are not asked to consent.',
  email: 'E-mail',
}

/** What the console says of reportees. */
export function reporteeWords(language: Language): typeof ja {
  return language === 'ja' ? ja : en
}
