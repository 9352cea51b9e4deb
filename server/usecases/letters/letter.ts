import { isInvisible } from '#domain/invisible-text.ts'
import type { RecipientLanguage } from '#domain/participant.ts'
import type { Letter } from '../delivery-ports.ts'
import type { Facts, LetterTable, LetterWords, Occasion } from './letter-words.ts'
import { english } from './letters-en.ts'
import { japanese } from './letters-ja.ts'
import { simplifiedChinese } from './letters-zh-hans.ts'
import { traditionalChinese } from './letters-zh-hant.ts'

const tables: Record<RecipientLanguage, LetterTable> = {
  ja: japanese,
  en: english,
  'zh-CHS': simplifiedChinese,
  'zh-CHT': traditionalChinese,
}

/** Characters of a title in a subject: lists of mails show some 60, and its whole stands in the mail. */
const longestTitle = 80
/** Of a message: whoever wrote more is read on the page, and some mailboxes cut a mail at 100 KB. */
const longestQuote = 4000

/** The letter of one occasion in the reader's language. */
export function letterOf<Each extends Occasion>(
  occasion: Each,
  language: RecipientLanguage,
  given: Facts[Each],
): Letter {
  const table = tables[language]
  const facts = tidied(given)
  const wordsOf: { [Any in Occasion]: (facts: Facts[Any]) => LetterWords } = table
  const words = wordsOf[occasion](facts)
  const known: Known = facts
  const { to, title = '', url = '' } = known
  return {
    language,
    subject: words.subject + cut(title, longestTitle),
    heading: words.heading,
    greeting: table.greeting(to),
    says: words.says,
    about: title,
    quote: quoteOf(table, words, known),
    act: words.act === undefined || url === '' ? null : { ...words.act, url, help: table.actHelp },
    notes: [...(words.notes ?? []), table.automatic],
  }
}

/** To somebody who chose no language: Japanese, and what it says in English. */
export function withEnglish(letter: Letter, { says }: Letter): Letter {
  return { ...letter, notes: [...says, ...letter.notes] }
}

/** The same to a member who may do without such letters. */
export function withChoice(letter: Letter): Letter {
  return { ...letter, notes: [tables[letter.language].choice, ...letter.notes] }
}

/** Facts that several occasions have. */
type Known = { to: string; title?: string; url?: string } & Partial<Record<keyof typeof quoted, string>>

/** These are quoted, with their own line ends. */
const quoted = { message: true, words: true, reason: true, comment: true, memo: true, answer: true }

function quoteOf(table: LetterTable, { quote }: LetterWords, facts: Known): Letter['quote'] {
  if (quote === undefined) return null
  const text = (facts[quote] ?? '').trim()
  return text === '' ? null : { label: table.quotes[quote], text: cut(text, longestQuote) }
}

function tidied<Given extends object>(given: Given): Given {
  const facts = { ...given }
  for (const name in facts) {
    const value = facts[name]
    if (typeof value === 'string')
      Object.assign(facts, { [name]: name in quoted ? lines(value) : oneLine(value) })
  }
  return facts
}

/** What strangers typed, without what nobody sees: the doors refuse it, releases of before did not. */
function oneLine(text: string): string {
  return visible(text.replace(/[\s\u0085\u2028\u2029]+/gu, ' ')).trim()
}

function lines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/u)
    .map(visible)
    .join('\n')
}

function visible(text: string): string {
  return [...text].filter((char) => !isInvisible(char) || isJoiner(char)).join('')
}

/** Joiners and variation selectors belong to the letters beside them (Arabic, Indian scripts, 異体字). */
function isJoiner(char: string): boolean {
  return /\u200c|\u200d|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(char)
}

/** Never through a letter and its marks. */
function cut(text: string, longest: number): string {
  const letters = [...new Intl.Segmenter('ja').segment(text)]
  if (letters.length <= longest) return text
  return `${letters
    .slice(0, longest - 1)
    .map(({ segment }) => segment)
    .join('')}…`
}
