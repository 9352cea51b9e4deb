import type { AgreementEvidence, EvidenceFile } from '#domain/agreement-evidence.ts'
import { setParties } from './certificate-parties.ts'
import { type Setting, settingOf, whoIs } from './certificate-setting.ts'
import { type CertificateSheet, EDGES } from './certificate-sheet.ts'
import { type CertificateWords, certificateWords, filled, type RowLabel } from './certificate-words.ts'
import { HAIRLINE, INDIGO, numbers, rule, SECONDARY_INK, VERMILION } from './drawing.ts'
import { type FontsInUse, printable, widthOf } from './fonts.ts'
import { drawQrCode } from './qr-code.ts'
import { inLanguage, type TaggedPages } from './tagged-pages.ts'

const QR_SIDE = 60
const FOOT = 34

/** Sets the certificate of agreement, or an extract of it. */
export function setCertificate(
  fonts: FontsInUse,
  given: Pick<Setting, 'evidence' | 'embedded' | 'extract'>,
): TaggedPages {
  const setting = settingOf(fonts, given)
  setHead(setting)
  setDocument(setting)
  setting.section('parties', () => setParties(setting), 90)
  setting.section('files', () => setFiles(setting))
  setting.section('signatures', () => setSignatures(setting))
  setting.section('proof', () => setProof(setting), 70)
  setFeet(setting)
  return setting.sheet.tagged
}

function setHead({ sheet, evidence, words, extract }: Setting): void {
  const { left, right } = EDGES
  const { tagged } = sheet
  const top = sheet.y
  const title = extract === null ? words.title : `${words.title} ${words.extract}`
  const spacing = evidence.language === 'ja' ? 2.2 : 0
  tagged.artifact(rule(left, top, left + 28, top, 2, INDIGO))
  tagged.within('H1', () => {
    const style = { size: 21, weight: 'strong', colour: INDIGO } as const
    tagged.show(sheet.textAt(title, { x: left, y: top - 30 }, { ...style, spacing }))
    if (evidence.language === 'en') return
    const small = { size: 8, colour: SECONDARY_INK, spacing: 0.3 }
    const { title: called, extract: ofIt } = certificateWords.en
    const english = extract === null ? called : `${called}: ${ofIt}`
    tagged.show(inLanguage('en', sheet.textAt(english, { x: left, y: top - 43 }, small)))
  })
  setQrCode(sheet, evidence, words, top)
  if (evidence.evaluation) setBadge(sheet, words, top)
  sheet.down(evidence.language === 'ja' ? 56 : 46)
  const beside = { right: right - QR_SIDE - 26 }
  const own = evidence.parties.find(({ id }) => id === extract?.partyId)
  const said =
    own === undefined
      ? filled(words.statement, { operator: evidence.issuer.name })
      : filled(words.says.extractNotice, { name: whoIs(own) })
  sheet.paragraph('P', said, { size: 8.6, weight: own === undefined ? 'regular' : 'strong' }, beside)
  if (evidence.evaluation) {
    sheet.space(2)
    sheet.paragraph('P', words.evaluationNotice, { size: 8, colour: VERMILION }, beside)
  }
  // Beneath the code and its caption, however short the text beside it is.
  sheet.down(Math.max(9, sheet.y - (top - QR_SIDE - 20)))
}

/** The address stands beside it in words, further down. */
function setQrCode(
  sheet: CertificateSheet,
  evidence: AgreementEvidence,
  words: CertificateWords,
  top: number,
) {
  const left = EDGES.right - QR_SIDE
  const draw = () => sheet.tagged.show(drawQrCode(evidence.verificationUrl, left, top - QR_SIDE, QR_SIDE))
  sheet.tagged.within('Figure', draw, `${words.scan}: ${evidence.verificationUrl}`)
  const english = certificateWords.en.scan
  const caption = evidence.language === 'ja' ? `${words.scan} ${english}` : english
  const size = 6.5
  const x = left + (QR_SIDE - widthOf(caption, size)) / 2
  const at = { x, y: top - QR_SIDE - 9.5 }
  sheet.tagged.within('P', () =>
    sheet.tagged.show(sheet.textAt(caption, at, { size, colour: SECONDARY_INK })),
  )
}

/** 評価用 in a frame beside the title. */
function setBadge(sheet: CertificateSheet, words: CertificateWords, top: number): void {
  const size = 9.5
  const text = words.evaluation
  const width = widthOf(text, size, 'strong') + 16
  const x = EDGES.right - QR_SIDE - 26 - width
  const y = top - 31
  sheet.tagged.artifact(
    `q ${numbers(...VERMILION)} RG 0.9 w ${numbers(x, y - 5.5, width, size + 9)} re S Q\n`,
  )
  const style = { size, weight: 'strong', colour: VERMILION } as const
  sheet.tagged.within('P', () => sheet.tagged.show(sheet.textAt(text, { x: x + 8, y }, style)))
}

function setDocument(setting: Setting): void {
  const { sheet, evidence, words, label, time } = setting
  const { document, issuer, issuedAt } = evidence
  const title = { size: 11, weight: 'strong' } as const
  const rows: [RowLabel, string][] = [
    ['documentId', document.id],
    ['agreedAt', time(document.agreedAt)],
    ['issuedAt', `${time(issuedAt)}　${words.says.zone}`],
    ['issuer', filled(words.says.capacity, { operator: issuer.name })],
    ['address', issuer.address ?? ''],
    ['contact', issuer.contact ?? ''],
  ]
  const shown = rows.filter(([, value]) => value !== '')
  const height =
    sheet.heightOfRow(label('title'), document.title, title.size) +
    shown.reduce((sum, [name, value]) => sum + sheet.heightOfRow(label(name), value), 12)
  // A title of many lines may take more than a page, and then stands on white.
  if (sheet.hasRoom(height)) sheet.ground(height)
  sheet.space(6)
  sheet.table(() => {
    sheet.row(label('title'), document.title, title)
    for (const [name, value] of shown) sheet.row(label(name), value)
  })
  sheet.space(4)
}

function setFiles({ sheet, evidence, words, label }: Setting): void {
  evidence.files.forEach((file, index) => {
    sheet.keep(file.repairedFrom === null ? 46 : 72)
    if (index > 0) sheet.divider()
    sheet.table(() => {
      const name = evidence.files.length > 1 ? `${index + 1}. ${file.name}` : file.name
      sheet.row(label('pages'), filled(words.says.pages, { name, pages: file.pages }), { weight: 'strong' })
      if (file.repairedFrom !== null) {
        sheet.row(label('uploaded'), file.repairedFrom, { size: 7 })
        sheet.row(label('repair'), words.says.repaired)
      }
      sheet.row(label('original'), file.originalSha256, { size: 7 })
      sheet.row(label('sealed'), file.sealedSha256, { size: 7 })
    })
  })
}

function setSignatures(setting: Setting): void {
  const { sheet, evidence, label } = setting
  const { level, certificates } = evidence.signatures
  sheet.table(() => {
    sheet.row(label('level'), level)
    for (const { subject, sha256 } of certificates) {
      sheet.row(label('certificate'), `${subject}\nSHA-256 ${sha256}`, { size: 7 })
    }
    const stamps = stampsOf(setting)
    if (stamps.length > 0) sheet.row(label('stamp'), stamps.join('\n'), { size: 7.4 })
  })
}

/** One line for each act, at the time of its last file; in the data each file has its own. */
function stampsOf({ evidence, words, time }: Setting): string[] {
  const acts = new Map<number | null, EvidenceFile['signatures'][number]>()
  for (const each of evidence.files.flatMap(({ signatures }) => signatures)) {
    const known = acts.get(each.party)
    const later = (each.timestampedAt ?? '') >= (known?.timestampedAt ?? '')
    if (known === undefined || later) acts.set(each.party, each)
  }
  return [...acts].map(([party, { signedAt, timestampedAt, timestampAuthority }]) => {
    const one = party === null ? undefined : evidence.parties[party]
    const who = one === undefined ? words.says.wholeFile : whoIs(one)
    if (timestampedAt === null)
      return filled(words.says.actSigned, { who, at: signedAt === null ? '' : time(signedAt) })
    const values = { who, at: time(timestampedAt), authority: timestampAuthority ?? '' }
    return filled(words.says.actStamped, values)
  })
}

function setProof({ sheet, evidence, words, embedded, extract, label }: Setting): void {
  sheet.table(() => {
    if (extract !== null) sheet.row(label('boundTo'), extract.certificateSha256, { size: 7 })
    sheet.row(label('head'), evidence.trail.head, { size: 7 })
    // An extract holds no trail, and nothing that a reader could check by itself.
    if (extract === null) {
      sheet.row(label('embedded'), filled(words.says.embedded, { names: embedded.join(', ') }))
    }
    sheet.row(label('url'), evidence.verificationUrl, { colour: INDIGO })
  })
  if (extract !== null) return
  sheet.space(2)
  sheet.paragraph('P', words.says.verify, { size: 7.6, colour: SECONDARY_INK })
}

/** Which page of which document: said on each of them, and read by nobody who is read to. */
function setFeet({ sheet, evidence, words, extract }: Setting): void {
  const { pages } = sheet.tagged
  const style = { size: 6.5, colour: SECONDARY_INK }
  const marks = [
    extract === null ? words.title : `${words.title} ${words.extract}`,
    `${words.labels.documentId} ${evidence.document.id}`,
    ...(evidence.evaluation ? [words.evaluation] : []),
  ]
  for (let page = 0; page < pages.length; page += 1) {
    const place = filled(words.says.page, { page: page + 1, pages: pages.length })
    const foot =
      rule(EDGES.left, FOOT + 11, EDGES.right, FOOT + 11, 0.4, HAIRLINE) +
      sheet.textAt(printable(marks.join('　')), { y: FOOT }, style) +
      sheet.textAt(place, { right: EDGES.right, y: FOOT }, style)
    sheet.tagged.artifact(foot, page)
  }
}
