import { nextObjectNumber, objectOf, type PdfFile, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isStream,
  MalformedPdf,
  type PdfDict,
  type PdfRef,
  type PdfValue,
} from '#server/pdf/format/pdf-objects.ts'

/** Looks at every dictionary that this one reaches, once, also at those of streams. */
export function eachDictionary(
  file: PdfFile,
  root: PdfDict,
  look: (dict: PdfDict, isOfStream: boolean) => void,
): void {
  const unused = nextObjectNumber(file)
  const seen = new Set<number>()
  const stack: PdfValue[] = [root]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (isRef(value)) {
      // Nothing is there yet: whatever is added later, a recipient's stamp even, would be drawn in its place.
      if (file.strictness === 'upload' && value.number >= unused)
        throw new MalformedPdf(`a reference to object ${value.number}, which no revision has`)
      if (!seen.has(value.number)) stack.push(targetOf(file, value))
      seen.add(value.number)
    } else if (Array.isArray(value)) {
      for (const item of value) if (mayHold(item)) stack.push(item)
    } else if (isDict(value) || isStream(value)) {
      const dict = isStream(value) ? value.dict : value
      look(dict, isStream(value))
      for (const item of dict.entries.values()) if (mayHold(item)) stack.push(item)
    }
  }
}

/** A reference to a reference goes round in a circle at worst, which `resolve` refuses. */
function targetOf(file: PdfFile, ref: PdfRef): PdfValue {
  resolve(file, ref)
  return objectOf(file, ref.number)
}

function mayHold(value: PdfValue): boolean {
  return isRef(value) || Array.isArray(value) || isDict(value) || isStream(value)
}
