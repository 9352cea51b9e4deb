import { startAutosave } from './review/autosave.ts'
import { runConsentBar } from './review/consent-bar.ts'
import { fieldsOf, type ReviewField } from './review/field.ts'
import { createFillSheet, drawSeal } from './review/fill-sheet.tsx'
import { layMarks, markOf } from './review/marks.ts'
import type { Sentences } from './review/sentences.ts'
import { uploadTaskOf } from './review/upload.ts'
import { giveUp, openViewer, type Viewer, type ViewerFile } from './review/viewer.ts'

function filesOf(container: HTMLElement): ViewerFile[] {
  return [...container.querySelectorAll<HTMLAnchorElement>('a[data-file]')].map((link) => ({
    id: link.dataset.file ?? '',
    name: link.querySelector('strong')?.textContent ?? '',
    url: link.href,
    pages: Number(link.dataset.pages),
  }))
}

function start(container: HTMLElement, form: HTMLFormElement): void {
  const sentences = JSON.parse(container.dataset.words ?? '{}') as Sentences
  const fields = fieldsOf(form)
  const openSheet = createFillSheet(sentences)
  const autosave = startAutosave(form, fields, sentences)

  for (const field of fields.filter(({ kind }) => kind === 'seal')) {
    const preview = form.querySelector<HTMLElement>(`[data-seal-of="${CSS.escape(field.input.id)}"]`)
    if (preview === null) continue
    const show = (): void => drawSeal(preview, field.input.value, `seal-${field.id}`)
    field.input.addEventListener('input', show)
    show()
  }
  // It is saved as it is typed; the button is for browsers without scripts.
  document.querySelector('#save')?.setAttribute('hidden', '')

  const viewer: Promise<Viewer | null> = openViewer({
    container,
    files: filesOf(container),
    assets: container.dataset.pdfjs ?? '',
    sentences,
    onFile: (fileId, stack) => layMarks(fields, fileId, stack, sentences, openSheet),
  }).catch(() => {
    giveUp(container, null, sentences)
    return null
  })

  const goTo = async (field: ReviewField): Promise<void> => {
    const sheet = await (await viewer)?.sheetOf(field.fileId, field.page)
    const place = sheet ? markOf(field) : null
    const target = place ?? field.input
    target.scrollIntoView({ block: 'center' })
    target.focus({ preventScroll: true })
  }
  runConsentBar(form, fields, uploadTaskOf(form), autosave, sentences, (field) => void goTo(field))
}

const container = document.querySelector<HTMLElement>('#documents')
const form = document.querySelector<HTMLFormElement>('#inputs')
if (container !== null && form !== null) start(container, form)
