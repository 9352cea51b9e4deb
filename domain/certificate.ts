import type { Document } from './document.ts'
import { identificationOf } from './participant.ts'
import { maskNumber } from './phone-number.ts'
import type { Act } from './seal.ts'

/** `/Reason` of a signature: on whose instruction it was made, and how that party was identified. */
export function reasonOf(document: Document, act: Act): string {
  const party = document.participants.find((each) => each.id === act.participantId)
  if (party === undefined) throw new Error('an act of nobody')
  const who = party.organization === '' ? party.name : `${party.organization} ${party.name}`
  if (party.order === 0) return `${who} の指示により送信`
  switch (identificationOf(party)) {
    case 'sms':
      return `${who} が同意 (SMS認証 ${maskNumber(party.tel)})`
    case 'simple':
      return `${who} が同意 (連携サイトによる認証)`
    case 'mail':
      return `${who} が同意 (メールアドレスによる認証)`
  }
}
