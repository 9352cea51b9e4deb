import type { JSX } from 'preact'

export type SwitchProps = {
  name: string
  /** What is sent when it is on. */
  value?: string
  on: boolean
  label: string
  hint: string | null
}

/** One box that may be ticked, with its words and what they mean beside it. */
export function Switch({ name, value = '1', on, label, hint }: SwitchProps): JSX.Element {
  const hintId = `${name}-hint`
  return (
    <div class="switch">
      <input
        type="checkbox"
        id={name}
        name={name}
        value={value}
        checked={on}
        {...(hint === null ? {} : { 'aria-describedby': hintId })}
      />
      <div>
        <label for={name}>{label}</label>
        {hint === null ? null : (
          <p class="hint" id={hintId}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
