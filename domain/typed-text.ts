/**
 * What somebody typed or pasted, in one spelling of Unicode. Putting marks in order takes the square of a run of them
 * (32,000 combining marks: 0.4 s), so what is longer than `longest`, which nobody types there, is not looked at: null.
 */
export function normalized(form: 'NFC' | 'NFKC', typed: string, longest: number): string | null {
  return typed.length > longest ? null : typed.normalize(form)
}
