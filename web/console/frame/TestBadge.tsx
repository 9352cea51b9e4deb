import type { JSX } from 'preact'

/** Says beside a name that it is of a test. */
export function TestBadge({ children }: { children: string }): JSX.Element {
  return <span class="test-badge">{children}</span>
}
