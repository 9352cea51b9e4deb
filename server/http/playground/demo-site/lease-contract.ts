import { company, type Flat, yen } from '#web/playground/flats.ts'
import {
  type Cell,
  type ContractFonts,
  columnLeft,
  columnWidth,
  openPaper,
  type Place,
} from './contract-paper.ts'
import { articles, specialTerms } from './lease-articles.ts'

/** What the contract is made from. Dates are `YYYY-MM-DD`; `tel` is national digits. */
export type LeaseTerms = { tenant: string; tel: string; flat: Flat; moveIn: string; madeOn: string }

/** A finished contract, and where on it the Web API's widgets belong. */
export type LeaseContract = {
  fileName: string
  bytes: Uint8Array
  landlordSeal: Place
  tenantSeal: Place
  specialTermsCheckbox: Place
}

const body = { size: 9.3, leading: 15.6 }
const heading = { ...body, bold: true }
const tableText = { size: 9, leading: 13.6 }
const sealSide = 56

/** Sets the lease for one flat and one tenant: A4, four pages, embedded subset fonts, text that can be extracted. */
export async function leaseContract(terms: LeaseTerms, fonts: ContractFonts): Promise<LeaseContract> {
  const paper = openPaper(fonts)
  const { flat } = terms

  paper.space(6)
  paper.centred('建 物 賃 貸 借 契 約 書', { size: 19, leading: 30, bold: true })
  paper.centred('（居住用・普通建物賃貸借契約）', { size: 9, leading: 16, soft: true })
  paper.space(20)
  paper.paragraph(
    `貸主 ${company.legalName} と借主 ${terms.tenant} とは、下記に表示する不動産について、次の条項により建物賃貸借契約を締結する。`,
    body,
  )
  paper.space(14)

  const section = (label: string, rows: Cell[][]) => {
    paper.room(70)
    paper.paragraph(label, { size: 10, leading: 19, bold: true })
    paper.space(2.5)
    paper.table(rows, tableText)
    paper.space(15)
  }
  section('頭書(1)　賃貸借の目的物', [
    pair('名称', flat.name),
    pair('所在地', flat.address),
    twoPairs('構造', flat.structure, '新築年月', flat.built),
    twoPairs('間取り', flat.layout, '床面積', `${flat.area.toFixed(2)}㎡（壁芯）`),
    pair('付属設備', 'エアコン1基、ガス給湯設備、照明器具、インターホン、光回線引込済'),
  ])
  const until = dayBefore(addYears(terms.moveIn, 2))
  section('頭書(2)　契約期間', [
    pair('期間', `${japaneseDate(terms.moveIn)} から ${japaneseDate(until)} まで（2年間）`),
    pair('入居可能日', japaneseDate(terms.moveIn)),
  ])
  section('頭書(3)　賃料等', [
    twoPairs('賃料', `月額 ${yen(flat.rent)}`, '共益費', `月額 ${yen(flat.commonFee)}`),
    twoPairs(
      '敷金',
      `${yen(flat.rent * flat.depositMonths)}（賃料${flat.depositMonths}か月分）`,
      '礼金',
      'なし',
    ),
    pair('支払期限', '翌月分を毎月27日まで（金融機関の休業日にあたるときは翌営業日）'),
    pair('支払方法', '口座振替（振替に要する費用は甲の負担とする。）'),
  ])
  section('頭書(4)　当事者', [
    pair('貸主（甲）', `${company.legalName}　${company.representative}\n${company.address}`),
    pair('借主（乙）', `${terms.tenant}　電話番号 ${groupedNumber(terms.tel)}`),
    pair('管理業者', `${company.legalName} 管理部　受付 ${company.hours}`),
  ])

  paper.room(10000)
  paper.paragraph('契約条項', { size: 12, leading: 22, bold: true })
  paper.space(6)
  articles.forEach((article, index) => {
    paper.room(body.leading * 2.6)
    paper.paragraph(`第${fullWidth(index + 1)}条（${article.title}）`, heading)
    let number = 0
    for (const paragraph of article.paragraphs) {
      if (typeof paragraph === 'string') {
        number += 1
        paper.paragraph(paragraph, body, { indent: 19, hang: number === 1 ? '' : `${fullWidth(number)}　` })
      } else {
        paragraph.forEach((item, place) => {
          paper.paragraph(item, body, { indent: 40, hang: `(${place + 1}) ` })
        })
      }
    }
    paper.space(6)
  })

  const end = '以上'
  paper.put(end, columnLeft + columnWidth - paper.width(end, body), paper.pen(), body)

  // The special terms and the signatures are read together, so they share the last sheet.
  paper.room(392)
  paper.space(8)
  paper.paragraph('特約事項', { size: 12, leading: 22, bold: true })
  paper.space(2)
  specialTerms.forEach((term, index) => {
    paper.paragraph(term, body, { indent: 19, hang: `${index + 1}. ` })
  })
  paper.space(10)
  const specialTermsCheckbox = paper.place(columnLeft + 2, 1)
  paper.tickBox(specialTermsCheckbox.x, 1, 16)
  paper.put('上記の特約事項を確認し、これに同意します。（借主 確認欄）', columnLeft + 26, paper.pen(), {
    size: 9.3,
    leading: 18,
  })
  paper.space(18 + 22)

  paper.paragraph(
    '本契約の成立を証するため、本書の電磁的記録を作成し、甲及び乙が合意の後に電子署名を施し、各自その電磁的記録を保管する。この場合、電磁的記録である本書を原本とし、これを印刷した文書はその写しとする。',
    body,
  )
  paper.space(14)
  paper.paragraph(japaneseDate(terms.madeOn), body, { indent: 19 })
  paper.space(12)

  const party = (label: string, lines: string[]): Place => {
    const top = paper.pen()
    const sealLeft = columnLeft + columnWidth - sealSide - 14
    paper.put(label, columnLeft, top + 4, { size: 9.3, leading: 16, bold: true })
    lines.forEach((text, index) => {
      const size = index === lines.length - 1 ? 11 : 9.3
      // A very long name is set smaller rather than under the seal.
      const natural = paper.width(text, { size, leading: 20 })
      const fitting = Math.min(size, (size * (sealLeft - columnLeft - 96)) / natural)
      paper.put(text, columnLeft + 88, top + 2 + index * 19, { size: fitting, leading: 20 })
    })
    const seal = paper.place(sealLeft, 0)
    // Pale, as on printed forms: the seal is set over it.
    paper.put('印', sealLeft + sealSide / 2 - 4.5, top + sealSide / 2 - 8, {
      size: 9,
      leading: 16,
      pale: true,
    })
    paper.line(columnLeft + 88, top + 62, columnLeft + columnWidth, top + 62)
    paper.space(80)
    return seal
  }
  const landlordSeal = party('貸主（甲）', [company.address, company.legalName, company.representative])
  const tenantSeal = party('借主（乙）', [
    '住所　入居後は本物件の所在地',
    `電話番号　${groupedNumber(terms.tel)}`,
    `氏名　${terms.tenant}`,
  ])

  const bytes = await paper.finish({
    title: `建物賃貸借契約書 ${flat.name}`,
    author: company.legalName,
    foot: `建物賃貸借契約書　${flat.name}　［評価用の見本です。実在の物件・会社とは関係ありません］`,
  })
  return { fileName: '建物賃貸借契約書.pdf', bytes, landlordSeal, tenantSeal, specialTermsCheckbox }
}

/** `2026-12-01` as `2026年12月1日`. */
export function japaneseDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

function pair(label: string, text: string): Cell[] {
  return [
    { text: label, share: 0.18, head: true },
    { text, share: 0.82 },
  ]
}

function twoPairs(label: string, text: string, otherLabel: string, otherText: string): Cell[] {
  return [
    { text: label, share: 0.18, head: true },
    { text, share: 0.34 },
    { text: otherLabel, share: 0.16, head: true },
    { text: otherText, share: 0.32 },
  ]
}

function groupedNumber(tel: string): string {
  return `${tel.slice(0, 3)}-${tel.slice(3, 7)}-${tel.slice(7)}`
}

function fullWidth(number: number): string {
  const digits = String(number)
  // A single figure is set full width beside kanji, two figures half width, as public forms do.
  return digits.length === 1 ? String.fromCodePoint(0xff10 + number) : digits
}

function addYears(date: string, years: number): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `${Number(year) + years}-${month}-${day}`
}

function dayBefore(date: string): string {
  // 29 February two years on does not exist: Date carries it to 1 March, whose eve is the right last day.
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day - 1)).toISOString().slice(0, 10)
}
