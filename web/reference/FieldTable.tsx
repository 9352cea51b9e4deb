import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { FieldEntry } from './entries.ts'
import { Prose } from './Prose.tsx'
import { limitWords, wordsIn } from './words.ts'

/** Fields with their type, their limit and what they mean. */
export function FieldTable({ fields, lang }: { fields: FieldEntry[]; lang: Language }): JSX.Element | null {
  const words = wordsIn(lang)
  if (fields.length === 0) return null
  return (
    <dl class="fields">
      {fields.map((each) => (
        <div key={each.name}>
          <dt>
            <code class="field-name">{each.name}</code>
            {each.required ? <span class="required">{words.required}</span> : null}
            <TypeOf field={each} />
          </dt>
          <dd>
            <Prose>{each.words[lang]}</Prose>
            {limitWords(each, lang) === '' ? null : <span class="limit">{limitWords(each, lang)}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function TypeOf({ field: { type, model } }: { field: FieldEntry }): JSX.Element {
  return <code class="type">{model === null ? type : <a href={`#${model}`}>{type}</a>}</code>
}
