import type { ComponentChildren, JSX } from 'preact'

export type StatusTone = 'quiet' | 'active' | 'success' | 'warning' | 'danger'

export type StatusDotProps = { tone: StatusTone; children: ComponentChildren }

/** A status as word plus dot: the word carries the meaning, the dot helps the eye. */
export function StatusDot({ tone, children }: StatusDotProps): JSX.Element {
  return (
    <span class={`status ${tone}`}>
      <span class="dot" aria-hidden="true" />
      {children}
    </span>
  )
}
