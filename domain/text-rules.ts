/** What people type into names, titles and fields, as it is kept. */

import { isInvisible } from './invisible-text.ts'
import { unprintable, withoutUnknownVariations } from './printed-text.ts'
import { type Refusal, refusal } from './refusal.ts'

/**
 * `line`: names, titles and the like: one line. `lines`: messages and free text keep their line ends. `printed`: it
 * stands in a sealed file, so the fonts must have every letter.
 */
export type TextRule = { lines?: boolean; printed?: boolean }

export type KeptText = { text: string } | { refusal: Refusal }

/** Why a text cannot be kept; null when it can. */
export function refusalIn(kept: KeptText): Refusal | null {
  return 'refusal' in kept ? kept.refusal : null
}

const VARIATION_SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u
/** Joiners belong between the letters of Arabic and Indian scripts, where they change the form that is seen. */
const NEEDED_JOINER =
  /(?<=[\p{Script=Arabic}\p{Script=Devanagari}]\p{M}*)[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Devanagari}])/gu
/** Families, professions and the like are emoji joined to each other; only between two of them is the joiner seen. */
const EMOJI_JOINER =
  /(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)\u200d(?=\p{Extended_Pictographic})/gu
const LINE_ENDS = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g

/**
 * The text as it is kept: line ends and tabs of a one-line text are blanks, variation selectors that no font knows are
 * gone. Control characters, bidirectional overrides and other invisible characters are refused, and named.
 */
export function keptText(given: string, field: string, rule: TextRule = {}): KeptText {
  const spaced = given.replace(LINE_ENDS, rule.lines ? '\n' : ' ').replaceAll('\t', ' ')
  const text = withoutUnknownVariations(spaced)
  // No font of ours has emoji, so what is printed is refused by its first one, or by its joiner.
  const judged = rule.printed ? text : text.replace(EMOJI_JOINER, '')
  const invisible = firstInvisible(judged, rule.lines === true)
  if (invisible !== null) {
    return { refusal: refusal('text_invisible_character', field, { character: invisible }) }
  }
  const [character] = rule.printed ? unprintable(text) : []
  if (character !== undefined) return { refusal: refusal('text_unprintable', field, { character }) }
  return { text }
}

/** As people can look it up: `U+202E`. */
export function codePointName(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function firstInvisible(text: string, lines: boolean): string | null {
  const judged = text.replace(NEEDED_JOINER, '')
  for (const char of judged) {
    if (!isInvisible(char) || (lines && char === '\n') || VARIATION_SELECTOR.test(char)) continue
    return codePointName(char)
  }
  return null
}

/** Fields of a form as they are kept, by the rule of each; or the first refusal. What was not said stays unsaid. */
export function keptFields<Fields extends object>(
  given: Fields,
  rules: { [Name in keyof Fields]?: TextRule },
  wireNames: { [Name in keyof Fields]?: string } = {},
): { fields: Fields } | { refusal: Refusal } {
  const fields = { ...given }
  for (const name of Object.keys(rules) as (keyof Fields & string)[]) {
    const text = given[name]
    if (typeof text !== 'string') continue
    const kept = keptText(text, wireNames[name] ?? name, rules[name])
    if ('refusal' in kept) return kept
    fields[name] = kept.text as Fields[typeof name]
  }
  return { fields }
}

/**
 * The same for texts that are judged beside others, so that a person learns all that is wrong at once: what can be kept is
 * tidied, what cannot stays as it was typed, and is refused by whoever judges it.
 */
export function tidiedFields<Fields extends object>(
  given: Fields,
  rules: { [Name in keyof Fields]?: TextRule },
): Fields {
  const fields = { ...given }
  for (const name of Object.keys(rules) as (keyof Fields & string)[]) {
    const text = given[name]
    const kept = typeof text === 'string' ? keptText(text, name, rules[name]) : null
    if (kept !== null && 'text' in kept) fields[name] = kept.text as Fields[typeof name]
  }
  return fields
}
