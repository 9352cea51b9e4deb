import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import type { MissingItem } from './review-props.ts'
import type { Words } from './words.ts'

export type ConsentBarProps = {
  base: string
  missing: MissingItem[]
  /** The recipient has something to fill in or to upload. */
  hasTasks: boolean
  words: Words['review']
}

/** The bar at the foot: always visible, its button never disabled; what is missing is named and leads there. */
export function ConsentBar({ base, missing, hasTasks, words }: ConsentBarProps): JSX.Element {
  const [first] = missing
  return (
    <aside class="bar" aria-label={words.consent}>
      <div class="bar-inner">
        <p id="bar-state" role="status">
          {first === undefined ? (
            <span>{hasTasks ? words.complete : words.ready}</span>
          ) : (
            <a href={`#${first.target}`}>{words.missing(missing.length)}</a>
          )}
        </p>
        <Button id="consent" form="inputs" formAction={`${base}/confirm`}>
          {words.consent}
        </Button>
      </div>
    </aside>
  )
}
