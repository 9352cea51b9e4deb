import type { ComponentChildren, JSX } from 'preact'

export type FieldProps = {
  id: string
  name: string
  label: string
  /** One line of help between the label and the field; null when none. */
  hint: ComponentChildren | null
  /** What is wrong and what to do, in words; null when nothing is. The entry is kept. */
  error: ComponentChildren | null
  value: string
  type?: 'text' | 'tel' | 'email' | 'password' | 'url' | 'search' | 'date'
  inputmode?: 'text' | 'tel' | 'numeric' | 'email' | 'url'
  autocomplete?: string
  maxlength?: number
  required?: boolean
  autofocus?: boolean
  /** There is nothing to enter now: the error says why, and something else on the page takes the focus. */
  off?: boolean
  class?: string
}

/** A labelled text field with its help above it and its error beneath it. A field in error takes the focus. */
export function Field(props: FieldProps): JSX.Element {
  const { id, label, hint, error, class: extraClass, autofocus, off, required, ...rest } = props
  const input: Record<string, string | number> = rest
  const describedBy = [hint === null ? null : `${id}-hint`, error === null ? null : `${id}-error`]
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
      <input
        id={id}
        class={extraClass ?? ''}
        {...input}
        {...(describedBy === '' ? {} : { 'aria-describedby': describedBy })}
        {...(error === null ? {} : { 'aria-invalid': 'true' })}
        {...(required === true ? { 'aria-required': 'true' } : {})}
        {...(off === true
          ? { disabled: true }
          : autofocus === true || error !== null
            ? { autofocus: true }
            : {})}
      />
      {error === null ? null : <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

export type FieldErrorProps = { id: string; children: ComponentChildren }

/** An error beside its field: a sign and words, never colour alone. */
export function FieldError({ id, children }: FieldErrorProps): JSX.Element {
  return (
    <p class="field-error" id={id} role="alert">
      <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="10" cy="10" r="9" fill="currentColor" />
        <path d="M10 5v6.2M10 14v.6" class="on-mark" stroke-width="2.2" stroke-linecap="round" />
      </svg>
      <span>{children}</span>
    </p>
  )
}
