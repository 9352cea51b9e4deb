import type { JSX } from 'preact'
import { Switch } from './Switch.tsx'

type Choice = { name: string; label: string; hint: string | null; checked: boolean }

export type ChoicesProps = {
  legend: string
  hint: string | null
  choices: Choice[]
  /** Shown in place of choices when there are none. */
  empty?: string
}

/** Several boxes that may each be ticked, under one heading. Each has a field of its own, with the value 1. */
export function Choices({ legend, hint, choices, empty }: ChoicesProps): JSX.Element {
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {hint === null ? null : <p class="hint">{hint}</p>}
      {choices.length === 0 && empty !== undefined ? <p class="note">{empty}</p> : null}
      {choices.map((each) => (
        <Switch key={each.name} name={each.name} on={each.checked} label={each.label} hint={each.hint} />
      ))}
    </fieldset>
  )
}
