import type { JSX } from 'preact'
import { drawnOnce } from '#web/ui/drawn-once.ts'

export type HelpProps = { title: string; lines: string[] }

/** Help that stays out of the way until asked for. */
export const Help = drawnOnce(HelpDetails)

function HelpDetails({ title, lines }: HelpProps): JSX.Element {
  return (
    <details class="help">
      <summary>{title}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}
