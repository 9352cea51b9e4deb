import type { Language } from '#domain/language.ts'

/** As much of an event as these sentences need. */
type Told = { text: (key: string) => string; flag: (key: string) => boolean }

type Sentences = Record<'client.issued' | 'client.revoked', (e: Told) => string>

/** What happened to client ids. */
export const clientSentences: Record<Language, Sentences> = {
  ja: {
    'client.issued': (e) =>
      `${e.flag('test') ? 'テスト用の' : ''}クライアントID「${e.text('label')}」（末尾 ${e.text('ending')}）を発行しました`,
    'client.revoked': (e) =>
      `クライアントID「${e.text('label')}」（末尾 ${e.text('ending')}）を失効させました`,
  },
  en: {
    'client.issued': (e) =>
      `Issued the ${e.flag('test') ? 'test ' : ''}client ID "${e.text('label')}" (ends in ${e.text('ending')})`,
    'client.revoked': (e) => `Revoked the client ID "${e.text('label')}" (ends in ${e.text('ending')})`,
  },
}
