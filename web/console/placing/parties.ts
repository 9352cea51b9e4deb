import { type Document, recipientsOf, senderOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { personName } from '../words/template-words.ts'
import { placingWords } from './placing-words.ts'

/** Who fills in fields: their name, and the number by which colour, line and sign of their fields are chosen. */
export type Party = {
  id: string
  name: string
  /** 0 is the sender. */
  order: number
  /** Stands on each of their fields, so that its colour is not the only sign. */
  sign: string
  sender: boolean
}

/** The recipients in their order, then the sender. */
export function partiesOf(document: Document, lang: Language): Party[] {
  const recipients = recipientsOf(document).map((each) => ({
    id: each.id,
    name: personName(each, lang),
    order: each.order,
    sign: String(each.order),
    sender: false,
  }))
  const sender = senderOf(document)
  const name = placingWords(lang).sender(sender.name)
  return [...recipients, { id: sender.id, name, order: 0, sign: lang === 'ja' ? '送' : 'S', sender: true }]
}

/** How many looks there are for recipients; then they begin again, told apart by their sign. */
const looks = 8

/** The class by which a party's fields are coloured. */
export function lookOf({ order }: Pick<Party, 'order'>): string {
  return order === 0 ? 'party-sender' : `party-${((order - 1) % looks) + 1}`
}
