import type { CertificateRevision } from '#server/usecases/sealing-ports.ts'
import { A4, CertificateSheet } from './certificate-sheet.ts'
import { HAIRLINE, INDIGO, rule, SECONDARY_INK, textLine, VERMILION } from './drawing.ts'
import { type FixedLetters, type FontsInUse, printable, widthOf } from './fonts.ts'
import { drawQrCode } from './qr-code.ts'

const LEFT = 62
const RIGHT = A4.width - 62
const QR_SIDE = 74
const HOURS_AHEAD = 9

const ASCII = Array.from({ length: 0x5f }, (_, at) => String.fromCharCode(0x20 + at)).join('')

/**
 * What a certificate says whoever the parties are. A letter that is missing here costs time only: it is embedded with
 * those of names and titles.
 */
export const fixedLetters: FixedLetters = {
  regular: `${ASCII}　下記の文書について、記載の当事者がそれぞれ本人確認を経て合意し、がその各行為に立ち会い、電子署名を付したことを証明します。評価用の環境で作成されたものです。実際の契約にはお使いになれません。文書書類名書類ID合意成立日時立会人（署名者）連絡先本人確認閲覧日時送信日時同意日時接続元送信者宛先ページ提出時修復提出されたファイルは破損していたため、内容を変えずに修復したものを原本としました。原本署名済み監査記録の末尾値本証明書と署名済みファイルの真正性は、次のページにファイルを置くことで、どなたでもログインなしにご確認いただけます。お手元のPDF閲覧ソフトの署名検証でも確認できます。年月日（日本時間）登録された携帯電話番号へのSMS認証コード送信者アカウントの認証連携サイトによる簡易でメール届けた専用リンク転送から株式会社契約書`,
  strong: '合意締結証明書評価用文書当事者ファイル提出された記録と確認株式会社契約書',
}

/** Sets the certificate of agreement and gives the content of each page. */
export function setCertificate(fonts: FontsInUse, certificate: CertificateRevision): string[] {
  const sheet = new CertificateSheet(fonts)
  setTitle(sheet, fonts, certificate)
  setDocument(sheet, certificate)
  setParties(sheet, certificate)
  setFiles(sheet, certificate)
  setAttached(sheet, certificate)
  setProof(sheet, certificate)
  const { pages } = sheet
  return pages.map((content, index) => content + foot(fonts, certificate, index + 1, pages.length))
}

function setTitle(
  sheet: CertificateSheet,
  fonts: FontsInUse,
  { evaluation, operator }: CertificateRevision,
): void {
  sheet.draw(rule(LEFT, A4.height - 50, LEFT + 28, A4.height - 50, 2, INDIGO))
  const title = { text: '合意締結証明書', x: LEFT, y: sheet.y - 22, size: 22, colour: INDIGO }
  sheet.draw(textLine(fonts, { ...title, weight: 'strong', spacing: 2.4 }))
  const english = {
    text: 'Certificate of Agreement',
    x: LEFT,
    y: sheet.y - 38,
    size: 8,
    colour: SECONDARY_INK,
  }
  sheet.draw(textLine(fonts, { ...english, spacing: 0.4 }))
  if (evaluation) {
    const badge = { text: '評価用', x: RIGHT - 48, y: sheet.y - 16, size: 12, colour: VERMILION }
    sheet.draw(textLine(fonts, { ...badge, weight: 'strong', spacing: 3 }))
  }
  sheet.space(62)
  sheet.paragraph(
    `下記の文書について、記載の当事者がそれぞれ本人確認を経て合意し、${operator}がその各行為に立ち会い、電子署名を付したことを証明します。`,
    { size: 9.5 },
  )
  if (evaluation) {
    sheet.space(2)
    sheet.paragraph('評価用の環境で作成されたものです。実際の契約にはお使いになれません。', {
      size: 8.5,
      colour: VERMILION,
    })
  }
  sheet.space(16)
}

function setDocument(sheet: CertificateSheet, certificate: CertificateRevision): void {
  sheet.heading('文書')
  sheet.row('書類名', certificate.title, { size: 11, weight: 'strong' })
  sheet.row('書類ID', certificate.documentId)
  sheet.row('合意成立日時', japaneseTime(certificate.concludedAt))
  sheet.row('立会人（署名者）', certificate.operator)
  sheet.space(14)
}

function setParties(sheet: CertificateSheet, { parties }: CertificateRevision): void {
  sheet.heading('当事者', 110)
  parties.forEach((party, index) => {
    const rows: [string, string][] = [
      ['連絡先', party.contact],
      ...party.passedOnBy.map(({ at, ...before }): [string, string] => [
        '転送',
        `${whoIs(before)} から転送　${japaneseTime(at)}`,
      ]),
      ['本人確認', party.identifiedBy],
      [
        '同時の依頼',
        party.notShown.length === 0
          ? ''
          : `${party.notShown.join('、')} の同意は、この方が確認した画面より後に反映`,
      ],
      ['閲覧日時', party.viewedAt ? japaneseTime(party.viewedAt) : ''],
      [party.role === 'sender' ? '送信日時' : '同意日時', japaneseTime(party.actedAt)],
      ['接続元', party.address],
    ]
    const shown = rows.filter(([, value]) => value !== '')
    sheet.keep(34 + shown.reduce((sum, [, value]) => sum + sheet.heightOfRow(value), 0))
    if (index > 0) {
      sheet.space(5)
      sheet.hairline()
      sheet.space(9)
    }
    sheet.row(party.role === 'sender' ? '送信者' : '宛先', whoIs(party), { size: 10, weight: 'strong' })
    for (const [label, value] of shown) sheet.row(label, value)
  })
  sheet.space(14)
}

function whoIs({ organization, name }: { organization: string; name: string }): string {
  return organization ? `${organization}　${name}` : name
}

function setFiles(sheet: CertificateSheet, { files }: CertificateRevision): void {
  sheet.heading('ファイル', 84)
  files.forEach((file, index) => {
    sheet.keep(file.repairedFrom === null ? 52 : 92)
    if (index > 0) sheet.space(5)
    sheet.row(`${index + 1}`, `${file.name}（${file.pages}ページ）`)
    if (file.repairedFrom !== null) {
      sheet.figureRow('提出時 SHA-256', file.repairedFrom)
      sheet.row('修復', '提出されたファイルは破損していたため、内容を変えずに修復したものを原本としました。')
    }
    sheet.figureRow('原本 SHA-256', file.originalSha256)
    sheet.figureRow('署名済み SHA-256', file.sealedSha256)
  })
  sheet.space(14)
}

/** What recipients sent in: named by its hash, and no part of what was signed. */
function setAttached(sheet: CertificateSheet, { attached }: CertificateRevision): void {
  if (attached.length === 0) return
  sheet.heading('提出されたファイル', 70)
  attached.forEach((file, index) => {
    const what = `${file.name}（${file.sentBy} 提出）`
    sheet.keep(18 + sheet.heightOfRow(what))
    if (index > 0) sheet.space(5)
    sheet.row(`${index + 1}`, what)
    sheet.figureRow('SHA-256', file.sha256)
  })
  sheet.space(14)
}

function setProof(sheet: CertificateSheet, certificate: CertificateRevision): void {
  sheet.heading('記録と確認', QR_SIDE + 60)
  sheet.figureRow('監査記録の末尾値', certificate.auditHead)
  sheet.space(10)
  sheet.keep(QR_SIDE + 6)
  const top = sheet.y
  sheet.draw(drawQrCode(certificate.verifyUrl, RIGHT - QR_SIDE, top - QR_SIDE, QR_SIDE))
  const edges = { width: RIGHT - LEFT - QR_SIDE - 28 }
  sheet.paragraph(
    '本証明書と署名済みファイルの真正性は、次のページにファイルを置くことで、どなたでもログインなしにご確認いただけます。お手元のPDF閲覧ソフトの署名検証でも確認できます。',
    { size: 8.5 },
    edges,
  )
  sheet.space(4)
  sheet.paragraph(certificate.verifyUrl, { size: 8.5, colour: INDIGO }, edges)
}

function foot(
  fonts: FontsInUse,
  { documentId, evaluation }: CertificateRevision,
  page: number,
  pages: number,
): string {
  const size = 7
  const left = printable(`書類ID ${documentId}${evaluation ? '　評価用' : ''}`)
  const right = `${page} / ${pages}`
  const at = { y: 44, size, colour: SECONDARY_INK }
  return (
    rule(LEFT, 58, RIGHT, 58, 0.5, HAIRLINE) +
    textLine(fonts, { ...at, text: left, x: LEFT }) +
    textLine(fonts, { ...at, text: right, x: RIGHT - widthOf(right, size) })
  )
}

/** Time in Japan, to the second, whatever the server's zone. */
export function japaneseTime(at: Date): string {
  const there = new Date(at.getTime() + HOURS_AHEAD * 3_600_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日`
  const time = `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}:${two(there.getUTCSeconds())}`
  return `${day} ${time}（日本時間）`
}
