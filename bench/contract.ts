import { readFileSync } from 'node:fs'

/**
 * The contract that is agreed on: two pages of Japanese, 52 KB with an embedded font, as a business prints it from a
 * browser (Chromium's headless print). A file of a kilobyte flatters: there is nothing of it to hash, copy or parse.
 */
export function contract(): Buffer {
  return readFileSync(new URL('contract.pdf', import.meta.url))
}
