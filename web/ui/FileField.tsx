import type { JSX } from 'preact'
import { FieldError } from './Field.tsx'

export type FileFieldProps = {
  /** Also its name in the form. */
  id: string
  label: string
  hint: string
  /** What is wrong and what to do, in words; null when nothing is. */
  error: string | null
  /** What the system's dialogue offers. */
  accept: string
  multiple?: boolean
}

/** A labelled entry for a file with its help above it and its error beneath it. In error it takes the focus. */
export function FileField({ id, label, hint, error, accept, multiple }: FileFieldProps): JSX.Element {
  return (
    <div class={`field${error === null ? '' : ' in-error'}`}>
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <input
        id={id}
        name={id}
        type="file"
        accept={accept}
        aria-describedby={error === null ? `${id}-hint` : `${id}-hint ${id}-error`}
        {...(multiple === true ? { multiple: true } : {})}
        {...(error === null ? {} : { 'aria-invalid': 'true' as const, autofocus: true })}
      />
      {error === null ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

/** What the dialogue offers where a PDF is asked for. */
export const pdfFiles = 'application/pdf,.pdf'
