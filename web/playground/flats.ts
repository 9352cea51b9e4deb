/** A flat that the demo rental company has to let. Money in yen a month, floor space in square metres. */
export type Flat = {
  id: string
  /** Building and room, as it stands in the contract. */
  name: string
  address: string
  /** Fictional line and minutes on foot. */
  access: string
  layout: string
  area: number
  structure: string
  built: string
  rent: number
  commonFee: number
  depositMonths: number
  /** One sentence for the card. */
  words: string
  scene: 'garden' | 'slope' | 'river'
  /** What the card says in English. */
  en: { name: string; access: string; words: string }
}

/** The company that lets them: as fictional as its flats. */
export const company = {
  name: 'つばめ不動産',
  legalName: '株式会社つばめ不動産',
  representative: '代表取締役　燕 ひなた',
  address: '神奈川県横浜市つばめ区のき先一丁目1番1号',
  hours: '10:00–18:00（水曜定休）',
}

/** All flats on offer: enough to choose from, few enough to see at once. */
export const flats: Flat[] = [
  {
    id: 'tsubame-heights-203',
    name: 'つばめハイツ 203号室',
    address: '神奈川県横浜市つばめ区のき先二丁目4番8号',
    access: 'のき先駅 徒歩6分',
    layout: '1K',
    area: 25.6,
    structure: '木造2階建',
    built: '2016年3月',
    rent: 68000,
    commonFee: 4000,
    depositMonths: 1,
    words: '南向きの窓から庭のけやきが見える、ひとり暮らしにちょうどよい部屋です。',
    scene: 'garden',
    en: {
      name: 'Tsubame Heights 203',
      access: '6 minutes from Nokisaki',
      words: 'A good first flat for one, with a zelkova tree before the southern window.',
    },
  },
  {
    id: 'corpo-yuzu-101',
    name: 'コーポゆず 101号室',
    address: '神奈川県横浜市つばめ区坂の上三丁目2番5号',
    access: '坂の上駅 徒歩4分',
    layout: '2DK',
    area: 41.2,
    structure: '鉄骨造3階建',
    built: '2009年9月',
    rent: 92000,
    commonFee: 5000,
    depositMonths: 1,
    words: '食卓を置ける台所と、二つの洋室。駅からの道に明るい商店街があります。',
    scene: 'slope',
    en: {
      name: 'Corpo Yuzu 101',
      access: '4 minutes from Sakanoue',
      words: 'A kitchen with room for a table, two rooms, and a lively street of shops on the way home.',
    },
  },
  {
    id: 'maison-kawabe-502',
    name: 'メゾン川辺 502号室',
    address: '神奈川県横浜市つばめ区川辺一丁目9番3号',
    access: '川辺公園駅 徒歩9分',
    layout: '1LDK',
    area: 48.3,
    structure: '鉄筋コンクリート造7階建',
    built: '2020年11月',
    rent: 134000,
    commonFee: 8000,
    depositMonths: 1,
    words: '最寄りは川沿いの遊歩道。朝の光が入る広い居間と、宅配ボックス付き。',
    scene: 'river',
    en: {
      name: 'Maison Kawabe 502',
      access: '9 minutes from Kawabe Park',
      words: 'By the river walk: a wide living room with morning light, and parcel lockers.',
    },
  },
]

/** The flat with this id, or null when the company has none such. */
export function flatById(id: string): Flat | null {
  return flats.find((flat) => flat.id === id) ?? null
}

/** Yen with thousands separators, e.g. `68,000円` or `¥68,000`. */
export function yen(amount: number, lang: 'ja' | 'en' = 'ja'): string {
  const grouped = String(amount).replace(/\B(?=(\d{3})+$)/g, ',')
  return lang === 'ja' ? `${grouped}円` : `¥${grouped}`
}
