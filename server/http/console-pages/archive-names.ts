import { normalized } from '#domain/typed-text.ts'

/** Names that Windows keeps for devices, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
const longest = 60

/**
 * A name that every system takes for one file or folder within an archive: no way out of it, no sign that Windows refuses,
 * nothing that cannot be seen. `otherwise`: where nothing is left.
 */
export function archiveName(text: string, otherwise: string): string {
  const tidy = (normalized('NFC', text, 2_000) ?? text)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/[\\/:*?"<>|]/g, '_')
    .replaceAll(/\s+/g, ' ')
  const name = [...tidy]
    .slice(0, longest)
    .join('')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
  if (name === '') return otherwise
  return reserved.test(name) ? `_${name}` : name
}

/** Gives each name once: a second one gets a number before its ending. Names are compared without case. */
export function uniqueNames(): (name: string) => string {
  const taken = new Set<string>()
  return (name) => {
    const [, stem = name, ending = ''] = /^(.*?)(\.[^./]{1,8})?$/s.exec(name) ?? []
    for (let n = 1; ; n++) {
      const next = n === 1 ? name : `${stem} (${n})${ending}`
      if (taken.has(next.toLowerCase())) continue
      taken.add(next.toLowerCase())
      return next
    }
  }
}
