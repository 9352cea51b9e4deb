import { isBlankText } from '#domain/invisible-text.ts'

type FieldKind = 'text' | 'checkbox' | 'seal'

/** One of the recipient's fields. The form's input is the truth; marks on the page only mirror it. */
export type ReviewField = {
  id: string
  kind: FieldKind
  fileId: string
  page: number
  x: number
  y: number
  w: number
  h: number
  /** Points; null for the usual size, as the document is set. */
  fontSize: number | null
  label: string
  required: boolean
  /** A textarea for a text of several lines, which an input would lose. */
  input: HTMLInputElement | HTMLTextAreaElement
}

/** Reads the fields from the form that the server made. */
export function fieldsOf(form: HTMLFormElement): ReviewField[] {
  return [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-widget]')].map((input) => {
    const data = input.dataset
    return {
      id: data.widget ?? '',
      kind: data.kind as FieldKind,
      fileId: data.file ?? '',
      page: Number(data.page),
      x: Number(data.x),
      y: Number(data.y),
      w: Number(data.w),
      h: Number(data.h),
      fontSize: data.fontSize === undefined ? null : Number(data.fontSize),
      label: form.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.textContent ?? '',
      required: input.getAttribute('aria-required') === 'true',
      input,
    }
  })
}

/** As the server stores it: `1` for a checked box. */
export function entryOf({ kind, input }: ReviewField): string {
  return kind === 'checkbox' ? (isChecked(input) ? '1' : '') : input.value.trim()
}

/** Writes as if it had been typed, so that everything that listens hears of it. */
export function fill({ kind, input }: ReviewField, value: string): void {
  if (kind === 'checkbox' && 'checked' in input) input.checked = value === '1'
  else input.value = value
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Required and still empty, in the order of the form. */
export function missingOf(fields: ReviewField[]): ReviewField[] {
  return fields.filter((field) => field.required && isBlankText(entryOf(field)))
}

function isChecked(input: ReviewField['input']): boolean {
  return 'checked' in input && input.checked
}
