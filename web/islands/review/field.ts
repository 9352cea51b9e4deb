export type FieldKind = 'text' | 'checkbox' | 'seal'

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
  fontSize: number
  label: string
  required: boolean
  input: HTMLInputElement
}

/** Reads the fields from the form that the server made. */
export function fieldsOf(form: HTMLFormElement): ReviewField[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[data-widget]')].map((input) => {
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
      fontSize: Number(data.fontSize),
      label: form.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.textContent ?? '',
      required: input.getAttribute('aria-required') === 'true',
      input,
    }
  })
}

/** As the server stores it: `1` for a checked box. */
export function entryOf(field: ReviewField): string {
  return field.kind === 'checkbox' ? (field.input.checked ? '1' : '') : field.input.value.trim()
}

/** Writes as if it had been typed, so that everything that listens hears of it. */
export function fill(field: ReviewField, value: string): void {
  if (field.kind === 'checkbox') field.input.checked = value === '1'
  else field.input.value = value
  field.input.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Required and still empty, in the order of the form. */
export function missingOf(fields: ReviewField[]): ReviewField[] {
  return fields.filter((field) => field.required && entryOf(field) === '')
}
