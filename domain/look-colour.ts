import { normalized } from './typed-text.ts'

/** A colour of the signing pages: `#rrggbb`, in small letters. */
type Rgb = [number, number, number]

/** WCAG 2.2, 1.4.3: text on its ground. */
const textContrast = 4.5
/** WCAG 2.2, 1.4.11: what is not text. */
const markContrast = 3

/** The grounds of the signing pages, as `web/styles/light.css` and `dark.css` have them. */
const grounds = { light: '#fbfaf7', dark: '#1d2327' }
const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** What stands on a button in the dark. */
const night = '#10202e'

/** As people write it: with or without `#`, three digits or six; null where it is no colour. */
export function colourIn(text: string): string | null {
  const plain = normalized('NFKC', text, 100) ?? ''
  const [, digits = ''] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(plain.trim()) ?? []
  if (digits === '') return null
  const six = digits.length === 6 ? digits : [...digits].map((each) => each + each).join('')
  return `#${six.toLowerCase()}`
}

/** How far two colours stand apart, from 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [a, b] = [luminanceOf(rgbOf(one)), luminanceOf(rgbOf(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** Null where words in this colour, and white words on it, can be read; else the nearest shade of it that would do. */
export function colourObjection(colour: string): { contrast: number; nearest: string } | null {
  const contrast = contrastOf(colour, grounds.light)
  if (contrast >= textContrast) return null
  // Rounded down: 4.5 is never said of a colour that is refused.
  return {
    contrast: Math.floor(contrast * 10) / 10,
    nearest: towards(colour, black, grounds.light, textContrast),
  }
}

/** What one colour becomes on the pages, in the light and in the dark: the names are those of `light.css`. */
export function paletteOf(colour: string): { light: Record<string, string>; dark: Record<string, string> } {
  const bright = towards(colour, white, grounds.dark, 7)
  return {
    light: {
      ai: colour,
      'ai-pressed': mixed(colour, black, 0.22),
      'ai-tint': tintOf(colour, white),
      hanada: softened(colour),
      'on-ai': '#ffffff',
    },
    dark: {
      ai: bright,
      'ai-pressed': mixed(bright, white, 0.4),
      'ai-tint': tintOf(bright, rgbOf(grounds.dark)),
      hanada: bright,
      'on-ai': night,
    },
  }
}

/** As little as needed of another colour, so that it stands out from the ground so far. */
function towards(colour: string, other: Rgb, ground: string, wanted: number): string {
  for (let part = 0; part < 1; part += 0.01) {
    const next = mixed(colour, other, part)
    if (contrastOf(next, ground) >= wanted) return next
  }
  return mixed(colour, other, 1)
}

/** A ground of the same hue on which words in the colour can be read. */
function tintOf(colour: string, ground: Rgb): string {
  for (let part = 0.9; part < 1; part += 0.01) {
    const tint = mixed(colour, ground, part)
    if (contrastOf(colour, tint) >= textContrast) return tint
  }
  return mixed(colour, ground, 1)
}

/** Lighter, for rings and strokes, as far as these can still be seen. */
function softened(colour: string): string {
  for (let part = 0.4; part > 0; part -= 0.02) {
    const next = mixed(colour, white, part)
    if (contrastOf(next, grounds.light) >= markContrast) return next
  }
  return colour
}

function mixed(colour: string, other: Rgb, part: number): string {
  const parts = rgbOf(colour).map((each, at) => Math.round(each + ((other[at] ?? 0) - each) * part))
  return `#${parts.map((each) => each.toString(16).padStart(2, '0')).join('')}`
}

function rgbOf(colour: string): Rgb {
  const at = (start: number) => Number.parseInt(colour.slice(start, start + 2), 16)
  return [at(1), at(3), at(5)]
}

function luminanceOf(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((each) => {
    const share = each / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
