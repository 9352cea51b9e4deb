/** Full-width digits, signs and spaces as their half-width kin; long vowel signs and dashes as hyphens. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u30fc\u2010-\u2015\u2212]/g, '-')
    .replace(/\u3000/g, ' ')
}

/** Rewrites a field while it is typed into, but never in the middle of a conversion by an input method. */
export function rewriteWhileTyping(input: HTMLInputElement, rewrite: (text: string) => string): void {
  const apply = (): void => {
    const next = rewrite(input.value)
    if (next === input.value) return
    const fromEnd = input.value.length - (input.selectionStart ?? input.value.length)
    input.value = next
    const caret = Math.max(0, next.length - fromEnd)
    input.setSelectionRange(caret, caret)
  }
  input.addEventListener('input', (event) => {
    if (!(event as InputEvent).isComposing) apply()
  })
  input.addEventListener('compositionend', apply)
}
