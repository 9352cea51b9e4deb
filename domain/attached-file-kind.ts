import { lettersOf } from './letters.ts'
import { unprintable, withoutUnknownVariations } from './printed-text.ts'
import { normalized } from './typed-text.ts'

/** Why an upload of a recipient is not taken. */
export type AttachedFileProblem =
  /** No file was chosen, or the upload stopped half way. */
  | 'missing'
  | 'empty'
  | 'too_large'
  | 'too_many'
  /** Neither the name nor the bytes are of a kind that is taken. */
  | 'type'
  /** The bytes are not what the name, or the declared type, says. */
  | 'mismatch'
  | 'broken'

/** Where a kind's bytes show what they are; the longest look is at the first so many bytes. */
export const headBytes = 1024

type Kind = {
  mediaType: string
  /** Do the first bytes (Latin-1, as a string) look like it? */
  looksRight: (head: string) => boolean
}

const begins =
  (...beginnings: string[]) =>
  (head: string) =>
    beginnings.some((each) => head.startsWith(each))

const isPdf = (head: string) => head.includes('%PDF-')
const isPng = begins('\x89PNG\r\n\x1a\n')
const isJpeg = begins('\xff\xd8\xff')
const isZip = begins('PK\x03\x04', 'PK\x05\x06')
/** The old formats of Office; some programs write the new one, or RTF, under the old name. */
const isOldOffice = (head: string) =>
  begins('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '{\\rtf')(head) || isZip(head)
const isHeif = (head: string) => head.slice(4, 8) === 'ftyp'
const isTiff = begins('II*\0', 'MM\0*')
/** Text has no NUL, unless its byte order mark says UTF-16. */
const isText = (head: string) => begins('\xff\xfe', '\xfe\xff')(head) || !head.includes('\0')

const office = 'application/vnd.openxmlformats-officedocument'

/** Every kind that is taken, by the ending of the file's name in lower case. */
const kinds: Record<string, Kind> = {
  pdf: { mediaType: 'application/pdf', looksRight: isPdf },
  png: { mediaType: 'image/png', looksRight: isPng },
  jpg: { mediaType: 'image/jpeg', looksRight: isJpeg },
  jpeg: { mediaType: 'image/jpeg', looksRight: isJpeg },
  gif: { mediaType: 'image/gif', looksRight: begins('GIF87a', 'GIF89a') },
  webp: { mediaType: 'image/webp', looksRight: (head) => /^RIFF[\s\S]{4}WEBP/.test(head) },
  bmp: { mediaType: 'image/bmp', looksRight: begins('BM') },
  tif: { mediaType: 'image/tiff', looksRight: isTiff },
  tiff: { mediaType: 'image/tiff', looksRight: isTiff },
  heic: { mediaType: 'image/heic', looksRight: isHeif },
  heif: { mediaType: 'image/heif', looksRight: isHeif },
  doc: { mediaType: 'application/msword', looksRight: isOldOffice },
  xls: { mediaType: 'application/vnd.ms-excel', looksRight: isOldOffice },
  ppt: { mediaType: 'application/vnd.ms-powerpoint', looksRight: isOldOffice },
  docx: { mediaType: `${office}.wordprocessingml.document`, looksRight: isZip },
  xlsx: { mediaType: `${office}.spreadsheetml.sheet`, looksRight: isZip },
  pptx: { mediaType: `${office}.presentationml.presentation`, looksRight: isZip },
  txt: { mediaType: 'text/plain', looksRight: isText },
  csv: { mediaType: 'text/csv', looksRight: isText },
  zip: { mediaType: 'application/zip', looksRight: isZip },
}

/** Endings of names that are taken, for the page's file picker. */
export const takenEndings = Object.keys(kinds)

/** Types whose declaration is held against the bytes; browsers declare the others as they please. */
const declarable: Record<string, (head: string) => boolean> = {
  'application/pdf': isPdf,
  'image/png': isPng,
  'image/jpeg': isJpeg,
  'image/jpg': isJpeg,
}

/** Kinds that a nameless upload is recognised as. */
const recognised: [string, (head: string) => boolean][] = [
  ['pdf', isPdf],
  ['png', isPng],
  ['jpg', isJpeg],
]

/** What a file is, by its name, its declared type (null: none) and its first bytes (Latin-1); or why it is not taken. */
export function judgeAttachedFile(
  givenName: string,
  declaredType: string | null,
  head: string,
): { name: string; mediaType: string } | { problem: AttachedFileProblem } {
  if (head === '') return { problem: 'empty' }
  const { stem, ending } = partsOf(givenName)
  const kind = Object.hasOwn(kinds, ending.toLowerCase()) ? kinds[ending.toLowerCase()] : undefined
  const declared = Object.hasOwn(declarable, declaredType ?? '') ? declarable[declaredType ?? ''] : undefined
  if (declared !== undefined && !declared(head)) return { problem: 'mismatch' }
  if (kind !== undefined) {
    if (!kind.looksRight(head)) return { problem: 'mismatch' }
    return { name: fittingName(stem, ending), mediaType: kind.mediaType }
  }
  // Some phones give photos and scans no ending.
  const [found] = ending === '' ? (recognised.find(([, looksRight]) => looksRight(head)) ?? []) : []
  const mediaType = found === undefined ? undefined : kinds[found]?.mediaType
  if (found === undefined || mediaType === undefined) return { problem: 'type' }
  return { name: fittingName(stem, found), mediaType }
}

/** Characters of a name with its ending (CloudSign Web API 0.31, `attached_files.name`). */
const attachedNameLimits = { least: 5, most: 69 }

/**
 * A name that every text rule of a printed line accepts, whatever the phone called the file. Unlike a name that a sender
 * types it is not refused: phones and chat programs name files, with emoji and marks of direction in them, many phones
 * offer no way to rename one, and the recipient would be left without a way to consent. So letters that nobody sees or
 * that no font has are left out, and a long name is cut in front of its ending, so that it still opens. Nothing is hidden
 * by that: this name alone is kept, the page shows it as soon as the file is there and before the consent, and mail,
 * Web API and certificate give the same letters. One character and the shortest ending are five.
 */
function fittingName(stem: string, ending: string): string {
  const room = attachedNameLimits.most - ending.length - 1
  const known = withoutUnknownVariations(stem)
  const missing = new Set(unprintable(known))
  const printed = lettersOf(known).filter((letter) => !missing.has(letter))
  const cut = [...printed.join('').trimStart()].slice(0, room).join('').trimEnd()
  return `${cut === '' ? 'file' : cut}.${ending}`
}

/** Without folders, and without what does not show or turns the reading direction. */
function partsOf(givenName: string): { stem: string; ending: string } {
  // Its ending counts, and 69 characters of it.
  const end = (givenName.split(/[/\\]/).at(-1) ?? '').slice(-1_000).toWellFormed()
  const name = (normalized('NFC', end, 1_000) ?? end)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .trim()
  const [, stem = name, ending = ''] = /^(.*)\.([A-Za-z0-9]{1,5})$/su.exec(name) ?? []
  return { stem: stem.replace(/^[.\s]+/, '').trimEnd(), ending }
}
