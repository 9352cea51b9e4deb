/** The language of mails to a member; null until they choose one: the server's, Japanese. */
export const letterLanguage = `alter table members add column letter_language text
  check (letter_language in ('ja', 'en', 'zh-CHS', 'zh-CHT'))`
