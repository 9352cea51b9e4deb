import { type CrossReference, readCrossReferenceStream } from './cross-reference-stream.ts'
import { lastXrefOffset } from './revision.ts'

const MOST_SECTIONS = 1000

/**
 * Whether every cross-reference points to the object that it names. libpdf takes whatever stands there, and two readers
 * that recover differently would show two documents.
 */
export function crossReferencesAreRight(bytes: Buffer): boolean {
  const newest = new Set<number>()
  const visited = new Set<number>()
  let at = lastXrefOffset(bytes)
  while (at !== null) {
    if (visited.has(at) || visited.size > MOST_SECTIONS || at >= bytes.length) return false
    visited.add(at)
    const section = readSection(bytes, at)
    if (section === null) return false
    for (const { number, generation, offset, inUse } of section.entries) {
      if (newest.has(number)) continue
      newest.add(number)
      if (inUse && !startsObject(bytes, offset, number, generation)) return false
    }
    at = section.previous
  }
  return true
}

type Section = { entries: CrossReference[]; previous: number | null }

function readSection(bytes: Buffer, start: number): Section | null {
  const opening = bytes.toString('latin1', start, start + 32)
  if (/^\s*\d+\s+\d+\s+obj/.test(opening)) return readCrossReferenceStream(bytes, start)
  const keyword = /^\s*xref\s*/.exec(opening)
  if (!keyword) return null
  const entries: CrossReference[] = []
  let at = start + keyword[0].length
  for (;;) {
    const head = /^\s*(\d+)[ \t]+(\d+)\s*/.exec(bytes.toString('latin1', at, at + 64))
    if (!head) break
    at += head[0].length
    const [first, count] = [Number(head[1]), Number(head[2])]
    for (let index = 0; index < count; index += 1) {
      const row = /^\s*(\d{10}) (\d{5}) ([nf])\s*/.exec(bytes.toString('latin1', at, at + 32))
      if (!row) return null
      at += row[0].length
      entries.push({
        number: first + index,
        offset: Number(row[1]),
        generation: Number(row[2]),
        inUse: row[3] === 'n',
      })
    }
  }
  const rest = bytes.toString('latin1', at, at + 4096)
  if (!/^\s*trailer/.test(rest)) return null
  const trailer = rest.slice(0, rest.indexOf('startxref') === -1 ? rest.length : rest.indexOf('startxref'))
  const previous = /\/Prev\s+(\d+)/.exec(trailer)
  return { entries, previous: previous ? Number(previous[1]) : null }
}

function startsObject(bytes: Buffer, offset: number, number: number, generation: number): boolean {
  const found = /^\s*(\d+)\s+(\d+)\s+obj/.exec(bytes.toString('latin1', offset, offset + 40))
  return found !== null && Number(found[1]) === number && Number(found[2]) === generation
}
