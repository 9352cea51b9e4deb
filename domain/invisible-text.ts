/** Characters that nobody sees, though they change what a text says or how it reads. U+2800 is a blank that is none. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
const ANY_INVISIBLE = new RegExp(INVISIBLE.source, 'gu')

export function isInvisible(char: string): boolean {
  return INVISIBLE.test(char)
}

/** Nothing that anybody could see: a required field is not satisfied by it, and no name is made of it. */
export function isBlankText(text: string): boolean {
  return text.replace(ANY_INVISIBLE, '').trim() === ''
}
