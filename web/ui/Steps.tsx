import type { JSX } from 'preact'

export type StepsProps = {
  /** What the line is about, spoken only. */
  label: string
  steps: string[]
  /** Index of the present step; `steps.length` when all are done. */
  present: number
  /** Spoken after the name of a step: done, present. */
  words: { done: string; present: string }
}

/** The line of steps: a thread with a knot at each step, tied as far as one has come. */
export function Steps({ label, steps, present, words }: StepsProps): JSX.Element {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          class={index < present ? 'done' : index === present ? 'present' : 'ahead'}
          {...(index === present ? { 'aria-current': 'step' as const } : {})}
        >
          <span class="step-mark" aria-hidden="true">
            {index < present ? (
              <svg width="14" height="14" viewBox="0 0 14 14" fill="none" aria-hidden="true">
                <path
                  d="M3 7.4 5.9 10.2 11 4.4"
                  stroke="currentColor"
                  stroke-width="2.2"
                  stroke-linecap="round"
                />
              </svg>
            ) : (
              index + 1
            )}
          </span>
          <span class="step-name">{step}</span>
          {index < present ? <span class="spoken">{words.done}</span> : null}
          {index === present ? <span class="spoken">{words.present}</span> : null}
        </li>
      ))}
    </ol>
  )
}
