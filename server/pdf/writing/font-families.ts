/** Regular for running text, strong for headings and seals. */
export type FontWeight = 'regular' | 'strong'

/** `shaped`: letters change with their neighbours, or marks are set by the font's own tables, so HarfBuzz sets them. */
export type FontFamily = { key: string; shaped: boolean; files: Record<FontWeight, string> }

function noto(folder: string, key: string, shaped: boolean): FontFamily {
  const file = (weight: string) => `@expo-google-fonts/${folder}/${weight}/${key}_${weight}.ttf`
  return { key, shaped, files: { regular: file('400Regular'), strong: file('600SemiBold') } }
}

/** In the order in which a character is looked for; `scripts/letters.mjs` makes the tables of `domain/` from the same list. */
export const fontFamilies: readonly FontFamily[] = [
  noto('noto-sans-jp', 'NotoSansJP', false),
  noto('noto-sans', 'NotoSans', false),
  noto('noto-sans-sc', 'NotoSansSC', false),
  noto('noto-sans-kr', 'NotoSansKR', false),
  noto('noto-sans-tc', 'NotoSansTC', false),
  noto('noto-sans-hebrew', 'NotoSansHebrew', true),
  noto('noto-sans-arabic', 'NotoSansArabic', true),
  noto('noto-sans-thai', 'NotoSansThai', true),
  noto('noto-sans-devanagari', 'NotoSansDevanagari', true),
]

/** Families in the order in which this character is looked for: words in Greek or Cyrillic are not patched together from two. */
export function familiesFor(codePoint: number): readonly FontFamily[] {
  if ((codePoint >= 0x370 && codePoint < 0x530) || (codePoint >= 0x1f00 && codePoint < 0x2000))
    return westFirst
  if (codePoint >= 0x590 && codePoint < 0x980) return shapedFirst
  return fontFamilies
}

const [japanese, west, ...others] = fontFamilies as [FontFamily, FontFamily, ...FontFamily[]]
const westFirst = [west, japanese, ...others]
const shapedFirst = [
  ...others.filter((family) => family.shaped),
  ...fontFamilies.filter((family) => !family.shaped),
]
