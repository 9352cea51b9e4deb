/** The languages of every page; what an address asks for, what a person chose or their browser prefers. */
export type Language = 'ja' | 'en'
