/** The words of one field in two languages. */
export type Said = { ja: string; en: string }

export const say = (ja: string, en: string): Said => ({ ja, en })
