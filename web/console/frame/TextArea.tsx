import type { JSX } from 'preact'
import { FieldError } from '#web/ui/Field.tsx'

export type TextAreaProps = {
  id: string
  name: string
  label: string
  hint: string | null
  error: string | null
  value: string
  rows: number
  disabled?: boolean
  /** The id of more that a person should hear about the field, outside of it. */
  noteId?: string
  autofocus?: boolean
}

/** A labelled field for several lines, with its help above it and its error beneath it. */
export function TextArea({
  id,
  name,
  label,
  hint,
  error,
  value,
  rows,
  disabled,
  noteId,
  autofocus,
}: TextAreaProps): JSX.Element {
  const describedBy = [
    hint === null ? null : `${id}-hint`,
    error === null ? null : `${id}-error`,
    noteId ?? null,
  ]
    .filter((part) => part !== null)
    .join(' ')
  return (
    <div class={`field${error === null ? '' : ' in-error'}`}>
      <label for={id}>{label}</label>
      {hint === null ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <textarea
        id={id}
        name={name}
        rows={rows}
        {...(disabled === true ? { disabled: true } : {})}
        {...(describedBy === '' ? {} : { 'aria-describedby': describedBy })}
        {...(error === null ? {} : { 'aria-invalid': 'true' })}
        {...(autofocus === true ? { autofocus: true } : {})}
      >
        {value}
      </textarea>
      {error === null ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}
