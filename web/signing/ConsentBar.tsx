import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { Phrases } from './Phrases.tsx'
import type { MissingItem } from './review-props.ts'
import type { Words } from './words.ts'

export type ConsentBarProps = {
  base: string
  missing: MissingItem[]
  /** The recipient has something to fill in or to upload. */
  hasTasks: boolean
  words: Words['review']
}

/**
 * The bar at the foot. Its consent button is never disabled; what is missing is named and leads there. Until the last
 * page was on the screen the island shows the way on in its place; without scripts nobody knows, and it asks for nothing.
 */
export function ConsentBar({ base, missing, hasTasks, words }: ConsentBarProps): JSX.Element {
  const [first] = missing
  return (
    <section class="bar" id="bar" aria-label={words.bar}>
      <div class="bar-inner">
        <p id="bar-state" role="status">
          {first === undefined ? (
            <span>{hasTasks ? words.complete : words.ready}</span>
          ) : (
            <a href={`#${first.target}`}>{words.missing(missing.length)}</a>
          )}
        </p>
        <div class="reading-on" id="reading-on" hidden>
          <button type="button" class="button primary" id="read-on">
            <span>
              <Phrases of={[words.readOn]} />
              <span class="phrase" id="read-place" data-words={words.readPlace('{page}', '{pages}')} />
            </span>
          </button>
          <button type="button" class="button link" id="read-end">
            {words.readEnd}
          </button>
        </div>
        <Button id="consent" form="inputs" formAction={`${base}/confirm`}>
          {words.consent}
        </Button>
      </div>
    </section>
  )
}
