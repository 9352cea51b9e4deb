import type { JSX } from 'preact'

export type FormTokenProps = { value: string }

/** Proves that the form came from our page. */
export function FormToken({ value }: FormTokenProps): JSX.Element {
  return <input type="hidden" name="form_token" value={value} />
}
