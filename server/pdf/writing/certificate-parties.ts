import type {
  EvidenceEntry,
  EvidenceIdentification,
  EvidenceParty,
  EvidencePhone,
} from '#domain/agreement-evidence.ts'
import { type Setting, whoIs } from './certificate-setting.ts'
import type { Label } from './certificate-sheet.ts'
import { certificateWords, filled } from './certificate-words.ts'

type Row = { label: Label; value: string; size?: number }

/** Sets who took part, in their order: who they are, how they were identified, what they saw, did and filled in. */
export function setParties(setting: Setting): void {
  const { sheet, evidence, words } = setting
  const { roles } = words
  evidence.parties.forEach((party, index) => {
    const rows = rowsOf(setting, party)
    const number = evidence.parties.length > 2 && party.role === 'recipient' ? ` ${index}` : ''
    const role = {
      text: `${roles[party.role]}${number}`,
      sub: evidence.language === 'ja' ? certificateWords.en.roles[party.role] : null,
    }
    const head = sheet.heightOfRow(role, whoIs(party), 9.5)
    // The beginning stays together; what was filled in may go on on the next page.
    const together = rows.slice(0, 16).map(({ label, value, size }) => sheet.heightOfRow(label, value, size))
    sheet.keep(together.reduce((sum, height) => sum + height, head + 6))
    if (index > 0) sheet.divider()
    sheet.table(() => {
      sheet.row(role, whoIs(party), { size: 9.5, weight: 'strong' })
      for (const { label, value, size = 8 } of rows) sheet.row(label, value, { size })
    })
  })
}

function rowsOf(setting: Setting, party: EvidenceParty): Row[] {
  const { words, label, time, extract } = setting
  const { says } = words
  const { act } = party
  const rows: Row[] = []
  const own = extract === null || extract.partyId === party.id
  const add = (name: Parameters<Setting['label']>[0], value: string | null, size?: number) => {
    if (value) rows.push({ label: label(name), value, ...(size === undefined ? {} : { size }) })
  }
  if (party.phone !== null) addPhone(add, party.phone)
  if (party.phone !== null && extract !== null) add('phoneSecret', extract.secret, 7)
  add('email', party.email)
  add('recipientId', party.recipientId)
  for (const { at, ...before } of party.passedOnBy) {
    add('passedOn', filled(says.passedOn, { who: whoIs(before), at: time(at) }))
  }
  if (own) add('identification', identified(setting, party.identification).join('\n'))
  if (party.notShown.length > 0) {
    add('atTheSameTime', filled(says.notShown, { names: party.notShown.join('、') }))
  }
  add('viewing', viewed(setting, party))
  if (party.termsVersion !== null) add('terms', filled(says.termsVersion, { version: party.termsVersion }))
  const from = act.address === null ? '' : `　${filled(says.from, { address: act.address })}`
  add(act.kind, `${time(act.at)}${from}`)
  rows.push(...entriesOf(setting, party.entries))
  for (const { name, sha256 } of party.attached) add('attached', `${name}\nSHA-256 ${sha256}`, 7)
  return rows
}

function addPhone(
  add: (name: 'phone' | 'commitment', value: string, size?: number) => void,
  phone: EvidencePhone,
): void {
  if ('number' in phone) add('phone', phone.number.replace(/^(...)(....)(....)$/, '$1-$2-$3'))
  else {
    add('phone', `***-****-${phone.lastFour}`)
    add('commitment', phone.commitment, 7)
  }
}

function identified({ words, time }: Setting, given: EvidenceIdentification): string[] {
  const { says } = words
  const { method, code, siteLogin, numberCorrected } = given
  const lines = [method === 'sms' && code?.by === 'voice' ? says.voice : says[method]]
  if (code !== null) {
    const { sentAt, enteredAt, sent, wrong } = code
    const entered = time(enteredAt)
    lines.push(
      sentAt === null
        ? filled(says.codeEntered, { enteredAt: entered })
        : filled(says.codeTimes, { sentAt: time(sentAt), enteredAt: entered, sent, wrong }),
    )
  }
  if (given.accessCode) lines.push(says.accessCode)
  if (siteLogin !== null) {
    lines.push(filled(says.siteLogin, { method: siteLogin.method, at: time(siteLogin.instant) }))
  }
  if (numberCorrected !== null) {
    const { at, by, throughWebApi } = numberCorrected
    lines.push(filled(throughWebApi ? says.correctedByApi : says.corrected, { by, at: time(at) }))
  }
  return lines
}

function viewed({ words, evidence, time }: Setting, { viewing }: EvidenceParty): string | null {
  if (viewing === null) return null
  const { says } = words
  const several = evidence.files.length > 1
  const pages =
    viewing.pages === null
      ? [says.pagesUnknown]
      : viewing.pages.map(({ file, shown, of }) =>
          filled(several ? says.pagesShownOf : says.pagesShown, { file: file + 1, shown, of }),
        )
  return `${time(viewing.firstAt)}　${pages.join('　')}`
}

function entriesOf({ words, label }: Setting, entries: EvidenceEntry[]): Row[] {
  const { says, roles } = words
  if (entries.length === 0) return []
  const rows = entries.map((entry): Row => {
    const text = `・${entry.label || filled(says.unlabelled, { kind: roles[entry.kind], page: entry.page })}`
    const ticked = entry.value === '' ? says.unchecked : says.checked
    return {
      label: { text, sub: null },
      value: entry.kind === 'checkbox' ? ticked : entry.value || says.empty,
    }
  })
  return [{ label: label('entries'), value: filled(says.entries, { count: entries.length }) }, ...rows]
}
