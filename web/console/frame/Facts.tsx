import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { stamp } from './console-time.ts'

/** When something happened, one fact a time; null: not yet. */
export function TimeFacts({
  times,
  lang,
}: {
  times: [name: string, at: Date | null][]
  lang: Language
}): JSX.Element {
  return (
    <>
      {times.map(([name, at]) =>
        at === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <time dateTime={at.toISOString()}>{stamp(at, lang)}</time>
            </dd>
          </div>
        ),
      )}
    </>
  )
}

/** The id by which programs and people name it. */
export function IdFact({ name, id }: { name: string; id: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code class="id">{id}</code>
      </dd>
    </div>
  )
}
