/** Where a switch to another language leads: the same address, which asks for it. */
export function languageHref(path: string, lang: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`
}
