import { livingFiles } from './attachment.ts'
import { type Document, recipientsOf, senderOf } from './document.ts'
import type { StatedLogin } from './document-event.ts'
import { identificationOf, type Participant } from './participant.ts'
import { maskNumber } from './phone-number.ts'
import type { Act } from './seal.ts'
import { tokyoTime } from './tokyo.ts'

/** What the certificate of agreement (合意締結証明書) says of one party. Japanese, ready to print. */
export type CertificateParty = {
  role: 'sender' | 'recipient'
  name: string
  organization: string
  contact: string
  /** Who held the place before and passed it on, the first one first. */
  passedOnBy: { name: string; organization: string; at: Date }[]
  identifiedBy: string
  /** Who was asked at the same time, had consented before, and whose marks were not on the pages that this party saw. */
  notShown: string[]
  viewedAt: Date | null
  actedAt: Date
  address: string
}

/** A file that a recipient sent in, as the certificate names it. */
export type CertificateAttachedFile = { name: string; sentBy: string; sha256: string }

/** Only what was there when everybody had consented; it is named, and kept beside the document unsigned. */
export function certificateAttachedFiles(document: Document): CertificateAttachedFile[] {
  const sender = document.participants.find((each) => each.id === document.attachment?.participantId)
  return livingFiles(document.attachment).map(({ name, sha256 }) => ({
    name,
    sentBy: sender?.name ?? '',
    sha256,
  }))
}

/**
 * From the audit trail: where each act came from, what the integrating site said of its log-in, and whose number is one
 * that somebody with their URL asked for.
 */
export type Evidence = {
  addresses: ReadonlyMap<string, string>
  statements: ReadonlyMap<string, StatedLogin>
  corrections: ReadonlyMap<string, Correction>
}

/** A number that was asked for. `by`: the member who approved it, saying that they identified the person. */
export type Correction = { at: Date; by: string; throughWebApi: boolean }

export function certificateParties(document: Document, evidence: Evidence): CertificateParty[] {
  const sender = senderOf(document)
  return [sender, ...recipientsOf(document)].map((party) => ({
    role: party.id === sender.id ? 'sender' : 'recipient',
    name: party.name,
    organization: party.organization,
    contact: contactOf(party),
    passedOnBy: party.transfers.map(({ name, organization, at }) => ({ name, organization, at })),
    identifiedBy: party.id === sender.id ? '送信者アカウントの認証' : identifiedBy(document, party, evidence),
    notShown: notShownTo(document, party),
    viewedAt: party.viewedAt,
    actedAt: party.processedAt ?? document.createdAt,
    address: evidence.addresses.get(party.id) ?? '',
  }))
}

function notShownTo({ acts, participants }: Document, { id }: Participant): string[] {
  const act = acts.find((each) => each.participantId === id)
  if (act === undefined || act.shownAct === null) return []
  const { number, shownAct } = act
  const between = acts.filter((each) => each.number > shownAct && each.number < number)
  return between.flatMap((each) => participants.find(({ id }) => id === each.participantId)?.name ?? [])
}

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

function contactOf(party: Participant): string {
  if (party.order > 0 && identificationOf(party) === 'sms') return maskNumber(party.tel)
  return party.email === '' ? party.recipientId : party.email
}

/** The number of an SMS proves as much as its choice does: that it came by way of the recipient's URL is said. */
function corrected(document: Document, correction: Correction | undefined): string {
  if (correction === undefined) return ''
  const { at, by, throughWebApi } = correction
  const who = document.participants.find((each) => each.memberId === by)?.name ?? ''
  const time = tokyoTime(at).replaceAll('-', '/').replace('T', ' ')
  const means = throughWebApi ? 'Web APIで' : ''
  return `。番号は同意用URLからの申し出を受け、送信者 ${who} が別の方法でご本人を確かめたとして、${time}（日本時間）に${means}訂正を承認`
}

function identifiedBy(document: Document, party: Participant, { statements, corrections }: Evidence): string {
  const statement = statements.get(party.id)
  const site =
    statement === undefined ? '' : `、連携サイトでのログイン (${statement.method} ${statement.instant})`
  switch (identificationOf(party)) {
    case 'sms':
      return `登録された携帯電話番号へのSMS認証コード${site}${corrected(document, corrections.get(party.id))}`
    case 'simple':
      return `連携サイトによる認証 (簡易認証)${site}`
    case 'mail':
      return `メールで届けた専用リンク${site}`
  }
}
