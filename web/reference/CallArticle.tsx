import { Fragment, type JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Button } from '#web/ui/Button.tsx'
import type { CallEntry, FieldEntry } from './entries.ts'
import { FieldTable } from './FieldTable.tsx'
import { type Words, wordsIn } from './words.ts'

/** One call: what it does, what it takes, what it answers, an example, and in evaluation a form that runs it. */
export function CallArticle(props: { call: CallEntry; lang: Language; canTry: boolean }): JSX.Element {
  const { call, lang, canTry } = props
  const words = wordsIn(lang)
  return (
    <article class="call" id={call.name}>
      <h3>{call.words[lang]}</h3>
      <p class="address">
        <span class={`method ${call.method.toLowerCase()}`}>{call.method}</span>
        <code>
          {call.path.split(/(?=\/)/).map((part) => (
            <Fragment key={part}>
              <wbr />
              {part}
            </Fragment>
          ))}
        </code>
      </p>
      <Marks call={call} words={words} />
      <Part title={words.inPath} fields={call.ids} lang={lang} />
      {call.sentAs === null ? null : (
        <Part title={words.parameters} hint={words.sentAs[call.sentAs]} fields={call.fields} lang={lang} />
      )}
      <AnswerOf call={call} lang={lang} />
      <h4>{words.example}</h4>
      <pre tabindex={0}>
        <code>{call.curl}</code>
      </pre>
      {canTry ? <TryIt call={call} words={words} /> : null}
    </article>
  )
}

function Marks({ call, words }: { call: CallEntry; words: Words }): JSX.Element | null {
  const marks = [
    call.deprecated ? words.deprecated : null,
    call.needsToken ? null : words.withoutToken,
    call.takesKey ? words.withKey : null,
  ].filter((each) => each !== null)
  if (marks.length === 0) return null
  return (
    <ul class="marks">
      {marks.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  )
}

type PartProps = { title: string; hint?: string; fields: FieldEntry[]; lang: Language }

function Part({ title, hint, fields, lang }: PartProps): JSX.Element | null {
  if (fields.length === 0) return null
  return (
    <>
      <h4>
        {title}
        {hint === undefined ? null : <small>{hint}</small>}
      </h4>
      <FieldTable fields={fields} lang={lang} />
    </>
  )
}

function AnswerOf({ call, lang }: { call: CallEntry; lang: Language }): JSX.Element {
  const words = wordsIn(lang)
  const { status, kind, model, fields } = call.answer
  return (
    <>
      <h4>{words.answer}</h4>
      <p class="answer">
        <code class="ok">{status}</code>
        {model !== null ? (
          <a href={`#${model}`}>{model}</a>
        ) : kind === 'json' ? null : (
          <span>{words[kind]}</span>
        )}
      </p>
      <FieldTable fields={fields} lang={lang} />
      <p class="refusals">
        {words.refusals}{' '}
        {call.refusals.map((each) => (
          <a key={each} href={`#error-${each}`}>
            {each}
          </a>
        ))}
      </p>
    </>
  )
}

function TryIt({ call, words }: { call: CallEntry; words: Words }): JSX.Element {
  const about = { method: call.method, path: call.path, as: call.sentAs ?? 'query' }
  return (
    <details class="try">
      <summary>{words.tryIt}</summary>
      <form
        method="post"
        data-method={about.method}
        data-path={about.path}
        data-as={about.as}
        data-token={call.needsToken ? 'yes' : 'no'}
      >
        {[...call.ids, ...call.fields].map((each) => (
          <div class="field" key={each.name}>
            <label for={`${call.name}-${each.name}`}>
              <code>{each.name}</code>
              {each.required ? <span class="required">{words.required}</span> : null}
            </label>
            {each.type === 'file' ? (
              <input id={`${call.name}-${each.name}`} name={each.name} type="file" />
            ) : (
              <input id={`${call.name}-${each.name}`} name={each.name} type="text" autocomplete="off" />
            )}
          </div>
        ))}
        <Button kind="quiet">{words.send}</Button>
        <output hidden>
          <p class="outcome" role="status" />
          <pre tabindex={0} />
        </output>
      </form>
    </details>
  )
}
