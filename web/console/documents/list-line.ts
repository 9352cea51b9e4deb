import { type Document, lastProcessedAt, recipientsOf, senderOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { Participant } from '#domain/participant.ts'
import { tokyoTime } from '#domain/tokyo.ts'
import { personName } from '../words/template-words.ts'
import { testWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'
import { findWords, type ListColumn } from './find-words.ts'
import { sealingWords } from './sealing-words.ts'
import { statusOf } from './status-of.ts'

/** What is recorded about a document of a list. */
export type Recorded = { contractAt: string | null; amount: bigint | null; counterparty: string }

/** The sender with their company. */
export function senderLine(document: Document): string {
  const { organization, name } = senderOf(document)
  return organization === '' ? name : `${organization} ${name}`
}

/** A recipient with their company; of an open place of a template its name. */
export function recipientLine(recipient: Participant, lang: Language): string {
  const name = personName(recipient, lang)
  return recipient.organization === '' ? name : `${recipient.organization} ${name}`
}

/** What stands over each field of a list that is taken out as text. */
export function listHeadings(columns: ListColumn[], lang: Language): string[] {
  const { title } = wordsIn(lang).documents.columns
  return [title, testWordsIn(lang).document.badge, ...columns.map((each) => findWords[lang].columns[each])]
}

type Beside = { recorded: Recorded | undefined; cabinets: ReadonlyMap<string, string>; lang: Language }

/** What a row of the list says, as text for a spreadsheet: with all recipients, and times that can be computed with. */
export function listFields(
  document: Document,
  columns: ListColumn[],
  { recorded, cabinets, lang }: Beside,
): string[] {
  const words = wordsIn(lang)
  const fields: Record<ListColumn, () => string> = {
    sender: () => senderLine(document),
    recipients: () =>
      recipientsOf(document)
        .map((each) => recipientLine(each, lang))
        .join(lang === 'ja' ? '、' : '; '),
    status: () => statusOf(document, words, sealingWords(lang)).word,
    date: () => timeField(lastProcessedAt(document)),
    created: () => timeField(document.createdAt),
    concluded: () => timeField(document.concludedAt),
    day: () => recorded?.contractAt ?? '',
    party: () => recorded?.counterparty ?? '',
    amount: () => recorded?.amount?.toString() ?? '',
    cabinet: () => cabinets.get(document.cabinetId ?? '') ?? '',
    id: () => document.id,
  }
  const test = document.test ? testWordsIn(lang).document.badge : ''
  return [document.title || words.documents.untitled, test, ...columns.map((each) => fields[each]())]
}

/** `2026-11-29 19:05:07`, in Tokyo: what a spreadsheet reads as a time. */
function timeField(at: Date | null): string {
  return at === null ? '' : tokyoTime(at).replace('T', ' ')
}
