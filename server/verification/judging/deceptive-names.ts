/** Controls that turn the order of what is read around, and letters that nobody sees (Unicode TR 36, TR 9). */
const HIDDEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u
/** Letters of alphabets whose shapes are taken for each other. */
const LATIN = /\p{Script=Latin}/u
const ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u

/** Whether a name may be read as another: turned around, with something hidden, or of two alphabets in one word. */
export function isDeceptive(text: string): boolean {
  if (HIDDEN.test(text)) return true
  return text.split(/[^\p{L}\p{M}]+/u).some((word) => LATIN.test(word) && ALIKE.test(word))
}
