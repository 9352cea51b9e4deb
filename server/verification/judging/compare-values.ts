import { objectOf, type PdfFile, rawDataOf, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isStream,
  isString,
  nameOf,
  type PdfDict,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'

/** Tells whether what a value reaches is the same in two states of one file. */
export type Comparison = {
  before: PdfFile
  after: PdfFile
  same(a: PdfValue | undefined, b: PdfValue | undefined): boolean
}

/** They lead back to what is compared on its own, or say only where something lies. */
const LEADS_BACK = new Set(['Parent', 'P', 'Length', 'StructParent', 'StructParents'])
/** Compared on their own, by their number. */
const OWN_TYPES = new Set(['Page', 'Pages', 'Catalog'])

type Pair = [PdfValue, PdfValue]

/**
 * Compares by a list of what is still to be compared and not by calls within calls: outlines are chains of thousands. What
 * was found to be the same is not compared again.
 */
export function comparing(before: PdfFile, after: PdfFile): Comparison {
  const known = new Set<string>()

  function same(a: PdfValue | undefined, b: PdfValue | undefined): boolean {
    const met = new Set<string>()
    const waiting: Pair[] = [[a ?? null, b ?? null]]
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      if (!step(pair, waiting, met)) return false
    }
    for (const one of met) known.add(one)
    return true
  }

  function step([a, b]: Pair, waiting: Pair[], met: Set<string>): boolean {
    if (isRef(a) && isRef(b)) {
      const key = `${a.number} ${b.number}`
      if (known.has(key) || met.has(key)) return true
      met.add(key)
      const [old, now] = [objectOf(before, a.number), objectOf(after, b.number)]
      if (isOwn(old) || isOwn(now)) return a.number === b.number
      waiting.push([old, now])
      return true
    }
    if (isRef(a) || isRef(b)) {
      waiting.push([resolve(before, a), resolve(after, b)])
      return true
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      if (a.length !== b.length) return false
      a.forEach((item, index) => {
        waiting.push([item, b[index] ?? null])
      })
      return true
    }
    if (isDict(a) && isDict(b)) return sameEntries(a, b, waiting)
    if (isStream(a) && isStream(b)) {
      const bytes = Buffer.compare(rawDataOf(before, a), rawDataOf(after, b)) === 0
      return bytes && sameEntries(a.dict, b.dict, waiting)
    }
    if (isString(a) && isString(b)) return Buffer.compare(a.bytes, b.bytes) === 0
    const name = nameOf(a)
    return name === undefined ? a === b : name === nameOf(b)
  }

  return { before, after, same }
}

function sameEntries(a: PdfDict, b: PdfDict, waiting: Pair[]): boolean {
  for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    const [old, now] = [a.entries.get(key) ?? null, b.entries.get(key) ?? null]
    // `/P` is a page, and in a certification it is what it allows.
    if (LEADS_BACK.has(key) && (key !== 'P' || isRef(old) || isRef(now))) continue
    // An entry that is null is as good as none (ISO 32000-2 §7.3.7).
    if (old === null && now === null) continue
    if ((old === null && !isRef(now)) || (now === null && !isRef(old))) return false
    waiting.push([old, now])
  }
  return true
}

function isOwn(value: PdfValue): boolean {
  return isDict(value) && OWN_TYPES.has(nameOf(value.entries.get('Type')) ?? '')
}
