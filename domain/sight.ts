/**
 * What a page showed, as a short text (FNV-1a, 64 bits): a form says it back, so that of two pages that are open at once neither
 * undoes unseen what the other saved. It keeps no secret and proves nothing.
 */
export function shortOf(shown: (string | boolean)[]): string {
  let hash = 0xcbf29ce484222325n
  for (const char of JSON.stringify(shown)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n)
  }
  return hash.toString(36)
}
