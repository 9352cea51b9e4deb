import type { PdfProblem } from '#domain/pdf-problem.ts'
import { entryOf, inheritedOf, listOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { dictOf, isDict, isStream, nameOf, type PdfDict } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf, pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { eachDictionary } from './each-dictionary.ts'
import { type ExpressionDepths, hidesLayers, hidesMembers } from './layers.ts'

/** Open other files, send or bring data, play something (ISO 32000-2 §12.6.4). Links to web pages and within the file are not among them. */
const ACTIONS = new Set([
  ...['GoToR', 'GoToE', 'Thread', 'SubmitForm', 'ResetForm', 'ImportData'],
  ...['Sound', 'Movie', 'Rendition', 'GoTo3DView', 'RichMediaExecute'],
])
/** What they show depends on the moment, and on players that few viewers have (§13). */
const MEDIA = new Set(['Sound', 'Movie', 'Screen', '3D', 'RichMedia'])

const HIDDEN = 2
const PRINT = 4
const NO_VIEW = 32
const TOGGLE_NO_VIEW = 256
const PUSH_BUTTON = 1 << 16

/**
 * Why what is seen of the file could be something else in print, at another time or in another viewer; null when nothing
 * says so. `signed`: its form fields stay, those of others are flattened as they are seen.
 */
export function changingContentIn(file: PdfFile, signed: boolean): PdfProblem | null {
  if (dictOf(entryOf(file, catalogOf(file), 'Collection'))) return 'portfolio'
  if (hidesLayers(file)) return 'layers_hidden'
  const active = new Set<PdfDict>()
  const flattened = new Set<PdfDict>()
  const depths: ExpressionDepths = new Map()
  let hides = false
  eachDictionary(file, catalogOf(file), (dict) => {
    if (isActive(file, dict)) active.add(dict)
    if (hidesMembers(file, dict, depths)) hides = true
    // Buttons that send or clear the form go with it.
    if (!signed && isWidget(file, dict)) for (const action of actionsOf(file, dict)) flattened.add(action)
  })
  if ([...active].some((dict) => !flattened.has(dict))) return 'active_content'
  if (hides) return 'layers_hidden'
  for (const page of pagesOf(file)) {
    for (const annotation of listOf(file, entryOf(file, page.dict, 'Annots'))) {
      if (isDict(annotation) && printsOtherwise(file, annotation, signed)) return 'print_differs'
    }
  }
  return null
}

function isActive(file: PdfFile, dict: PdfDict): boolean {
  const type = nameOf(entryOf(file, dict, 'Type'))
  const action = nameOf(entryOf(file, dict, 'S'))
  // Elements of the structure tree have an /S too, named by their authors.
  if (action !== undefined && ACTIONS.has(action)) return type === undefined || type === 'Action'
  return dict.entries.has('Rect') && MEDIA.has(nameOf(entryOf(file, dict, 'Subtype')) ?? '')
}

function isWidget(file: PdfFile, dict: PdfDict): boolean {
  return nameOf(entryOf(file, dict, 'Subtype')) === 'Widget'
}

function actionsOf(file: PdfFile, widget: PdfDict): PdfDict[] {
  const further = [...(dictOf(entryOf(file, widget, 'AA'))?.entries.values() ?? [])]
  return [entryOf(file, widget, 'A'), ...listOf(file, further)].filter(isDict)
}

/** Whether an annotation that draws something is shown on screen only or in print only (§12.5.3), or by the pointer. */
function printsOtherwise(file: PdfFile, annotation: PdfDict, signed: boolean): boolean {
  const flags = entryOf(file, annotation, 'F')
  const set = typeof flags === 'number' ? flags : 0
  if (set & HIDDEN || !draws(file, annotation, signed)) return false
  if (annotation.entries.has('FixedPrint') || set & TOGGLE_NO_VIEW) return true
  return (set & NO_VIEW) !== 0 || (set & PRINT) === 0
}

function draws(file: PdfFile, annotation: PdfDict, signed: boolean): boolean {
  const sides = listOf(file, entryOf(file, annotation, 'Rect')).filter((side) => typeof side === 'number')
  const [left = 0, bottom = 0, right = 0, top = 0] = sides
  if (left === right || bottom === top) return false
  const appearances = dictOf(entryOf(file, annotation, 'AP'))
  const appearance = appearances ? entryOf(file, appearances, 'N') : null
  const drawn = isStream(appearance) || isDict(appearance)
  switch (nameOf(entryOf(file, annotation, 'Subtype'))) {
    // The words of a note that stands somewhere else.
    case 'Popup':
      return false
    // The border of a link, and the viewer's own icon: LibreOffice gives its comments no flags.
    case 'Link':
    case 'Text':
    case 'FileAttachment':
      return drawn
    // Buttons to pdfWorker, and the pictures of signatures, are there for the screen.
    case 'Widget':
      return signed && drawn && !isButtonOrSignature(file, annotation)
    default:
      return true
  }
}

function isButtonOrSignature(file: PdfFile, widget: PdfDict): boolean {
  const type = nameOf(inheritedOf(file, widget, 'FT'))
  const flags = inheritedOf(file, widget, 'Ff')
  return type === 'Sig' || (type === 'Btn' && typeof flags === 'number' && (flags & PUSH_BUTTON) !== 0)
}
