import { Fragment, type JSX } from 'preact'

export type PhrasesProps = { of: string[] }

/**
 * Text whose lines break between these phrases, and inside one only where it is longer than the line. A blank between two
 * stands outside both, or a centred line would hang to the left.
 */
export function Phrases({ of }: PhrasesProps): JSX.Element {
  return (
    <>
      {of.map((phrase) => (
        <Fragment key={phrase}>
          <span class="phrase">{phrase.trimEnd()}</span>
          {phrase.slice(phrase.trimEnd().length)}
        </Fragment>
      ))}
    </>
  )
}
