import type { JSX } from 'preact'

export type PhrasesProps = { of: string[] }

/** Text whose lines break between these phrases, and inside one only where it is longer than the line. */
export function Phrases({ of }: PhrasesProps): JSX.Element {
  return (
    <>
      {of.map((phrase) => (
        <span key={phrase} class="phrase">
          {phrase}
        </span>
      ))}
    </>
  )
}
