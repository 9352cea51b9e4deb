import { sizesIn } from './papers/page-sizes.ts'
import type { PaperStack, ShownPages } from './papers/paper-stack.ts'
import type { Sentences } from './papers/sentences.ts'
import { startAutosave } from './review/autosave.ts'
import { runConfirmDialog } from './review/confirm-dialog.ts'
import { runConsentBar } from './review/consent-bar.ts'
import { fieldsOf, type ReviewField } from './review/field.ts'
import { createFillSheet, drawSeal } from './review/fill-sheet.tsx'
import { layMarks, markOf } from './review/marks.ts'
import { layOthers, runPreview } from './review/preview.ts'
import { runReadBar } from './review/read-bar.ts'
import { watchReading } from './review/reading.ts'
import { reportPages } from './review/report-pages.ts'
import { showRoom } from './review/room.ts'
import { uploadTaskOf } from './review/upload.ts'
import { giveUp, openViewer, type Viewer, type ViewerFile } from './review/viewer.ts'

function filesOf(container: HTMLElement): ViewerFile[] {
  return [...container.querySelectorAll<HTMLAnchorElement>('a[data-file]')].map((link) => ({
    id: link.dataset.file ?? '',
    name: link.querySelector('strong')?.textContent ?? '',
    url: link.href,
    source: link.dataset.source ?? link.href,
    sizes: sizesIn(link.dataset.sizes ?? ''),
  }))
}

/** Null in a browser that is too old for it; the links stay. */
function viewerIn(
  container: HTMLElement,
  files: ViewerFile[],
  sentences: Sentences,
  onFile: (fileId: string, stack: PaperStack) => void,
  onPages: (fileId: string, pages: ShownPages) => void,
): Viewer | null {
  try {
    const assets = container.dataset.pdfjs ?? ''
    return openViewer({ container, files, assets, sentences, onFile, onPages })
  } catch {
    giveUp(container, null, sentences)
    return null
  }
}

function start(container: HTMLElement, form: HTMLFormElement): void {
  const sentences = JSON.parse(container.dataset.words ?? '{}') as Sentences
  const fields = fieldsOf(form)
  const openSheet = createFillSheet(sentences)
  const dialog = document.querySelector<HTMLDialogElement>('#confirm')
  const preview = document.querySelector<HTMLElement>('#preview-said')
  const autosave = preview === null ? startAutosave(form, fields, sentences) : runPreview(preview, dialog)

  for (const field of fields.filter(({ kind }) => kind === 'seal')) {
    const preview = form.querySelector<HTMLElement>(`[data-seal-of="${CSS.escape(field.input.id)}"]`)
    if (preview === null) continue
    const show = (): void => drawSeal(preview, field.input.value, `seal-${field.id}`)
    field.input.addEventListener('input', show)
    show()
  }
  for (const field of fields) if (field.kind !== 'checkbox') showRoom(field.input, () => field, sentences)
  // It is saved as it is typed; the button is for browsers without scripts.
  document.querySelector('#save')?.setAttribute('hidden', '')

  const files = filesOf(container)
  const reading = watchReading(files, form.querySelector<HTMLInputElement>('[name=revision]')?.value ?? '')
  const viewer = viewerIn(
    container,
    files,
    sentences,
    (fileId, stack) => {
      layOthers(container, fileId, stack)
      layMarks(fields, fileId, stack, sentences, openSheet)
    },
    reading.onPages,
  )

  const goTo = async (field: ReviewField): Promise<void> => {
    const sheet = await viewer?.sheetOf(field.fileId, field.page)
    const place = sheet ? markOf(field) : null
    const target = place ?? field.input
    target.scrollIntoView({ block: 'center' })
    target.focus({ preventScroll: true })
  }
  runConsentBar(form, fields, uploadTaskOf(form), autosave, sentences, (field) => void goTo(field))
  runReadBar(reading, viewer)
  if (preview !== null) return
  if (dialog !== null) runConfirmDialog(dialog, reading)
  reportPages(form, reading)
}

const container = document.querySelector<HTMLElement>('#documents')
const form = document.querySelector<HTMLFormElement>('#inputs')
if (container !== null && form !== null) start(container, form)
