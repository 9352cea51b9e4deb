import { paletteOf } from '#domain/look-colour.ts'

/**
 * A logo stands where a sender without one has a monogram. In here, so that pages without a look are no heavier. Most are
 * drawn for white paper, so in the dark they lie on some.
 */
const logoRule = '.sender-logo{flex:none;max-width:7rem;height:48px;border-radius:6px;object-fit:contain}'
const logoInTheDark = '.sender-logo{padding:4px 6px;background:#fff}'

const inTheDark = (rules: string): string => `@media screen and (prefers-color-scheme:dark){${rules}}`

const declared = (names: Record<string, string>): string =>
  Object.entries(names)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** The style sheet of a page with this colour; null: our colours. */
export function lookStylesheet(colour: string | null): string {
  if (colour === null) return `${logoRule}${inTheDark(logoInTheDark)}`
  const { light, dark } = paletteOf(colour)
  return `:root{${declared(light)}}${logoRule}${inTheDark(`:root{${declared(dark)}}${logoInTheDark}`)}`
}

/** The same for a part of a page of the console, which may be light or dark whatever the device is. */
export function previewStylesheet(colour: string, scheme: 'device' | 'light' | 'dark'): string {
  const palette = paletteOf(colour)
  const rule = (names: Record<string, string>) => `.look-preview{${declared(names)}}`
  if (scheme !== 'device') return rule(palette[scheme])
  return `${rule(palette.light)}${inTheDark(rule(palette.dark))}`
}
