import type { JSX } from 'preact'

/** Words in which `backticks` set a name of the wire apart. */
export function Prose({ children }: { children: string }): JSX.Element {
  const parts = children.split('`')
  return <>{parts.map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}</>
}
