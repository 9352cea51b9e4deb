import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Field } from '#web/ui/Field.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { CallArticle } from './CallArticle.tsx'
import type { ReferenceEntries } from './entries.ts'
import { FieldTable } from './FieldTable.tsx'
import { Prose } from './Prose.tsx'
import { type Words, wordsIn } from './words.ts'

export type ReferencePageProps = {
  lang: Language
  assets: (logicalName: string) => string
  /** Only there may a page run calls. */
  evaluation: boolean
  entries: ReferenceEntries
}

/** Everything about the Web API on one page that can be searched and printed. */
export function ReferencePage({ lang, assets, evaluation, entries }: ReferencePageProps): JSX.Element {
  const words = wordsIn(lang)
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <title>{`${words.title} | Musubi`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, email=no, address=no" />
        <link rel="icon" type="image/svg+xml" href={assets('favicon.svg')} />
        <link rel="stylesheet" href={assets('reference.css')} />
        {evaluation ? <script type="module" src={assets('reference.js')} /> : null}
      </head>
      <body
        data-sending={words.sending}
        data-no-client-id={words.noClientId}
        data-unreachable={words.unreachable}
      >
        <a class="skip" href="#main">
          {words.skip}
        </a>
        {evaluation ? <p class="evaluation">{words.evaluation}</p> : null}
        <header class="top">
          <a class="brand" href="/reference">
            <Logo size={28} />
            <span>Musubi</span>
          </a>
          <a
            class="language"
            href={`/reference?lang=${words.language.otherLang}`}
            lang={words.language.otherLang}
          >
            {words.language.other}
          </a>
        </header>
        <div class="page">
          <Contents entries={entries} lang={lang} words={words} />
          <main id="main" tabindex={-1}>
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            <p class="base">
              <code>{entries.baseUrl}</code>
              <a href="/openapi.json">{words.description}</a>
            </p>
            <Basics words={words} evaluation={evaluation} />
            {entries.groups.map((group) => (
              <section key={group.name} aria-labelledby={`group-${group.name}`}>
                <h2 id={`group-${group.name}`}>{group.words[lang]}</h2>
                {group.calls.map((call) => (
                  <CallArticle key={call.name} call={call} lang={lang} canTry={evaluation} />
                ))}
              </section>
            ))}
            <section aria-labelledby="models">
              <h2 id="models">{words.models}</h2>
              {entries.models.map((model) => (
                <article key={model.name} class="model" id={model.name}>
                  <h3>
                    <code>{model.name}</code>
                  </h3>
                  <FieldTable fields={model.fields} lang={lang} />
                </article>
              ))}
            </section>
            <Errors entries={entries} lang={lang} words={words} />
          </main>
        </div>
      </body>
    </html>
  )
}

function Basics({ words, evaluation }: { words: Words; evaluation: boolean }): JSX.Element {
  return (
    <section aria-labelledby="begin">
      <h2 id="begin">{words.begin}</h2>
      <dl class="rules">
        {words.rules.map(([name, rule]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Prose>{rule ?? ''}</Prose>
            </dd>
          </div>
        ))}
      </dl>
      {evaluation ? (
        <form class="prepare" id="prepare">
          <h3>{words.prepare}</h3>
          <p class="note">{words.tryLead}</p>
          <Field
            id="client-id"
            name="client_id"
            label={words.clientId}
            hint={words.clientIdHint}
            error={null}
            value=""
            autocomplete="off"
            maxlength={200}
          />
        </form>
      ) : null}
    </section>
  )
}

type ListProps = { entries: ReferenceEntries; lang: Language; words: Words }

function Contents({ entries, lang, words }: ListProps): JSX.Element {
  return (
    <nav class="contents" aria-label={words.contents}>
      <ul>
        <li>
          <a href="#begin">{words.begin}</a>
        </li>
        {entries.groups.map((group) => (
          <li key={group.name}>
            <a href={`#group-${group.name}`}>{group.words[lang]}</a>
            <ul>
              {group.calls.map((call) => (
                <li key={call.name}>
                  <a href={`#${call.name}`}>{call.words[lang]}</a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a href="#models">{words.models}</a>
        </li>
        <li>
          <a href="#errors">{words.errors}</a>
        </li>
      </ul>
    </nav>
  )
}

function Errors({ entries, lang, words }: ListProps): JSX.Element {
  const statuses = [...new Set(entries.errors.map(({ status }) => status))]
  return (
    <section aria-labelledby="errors">
      <h2 id="errors">{words.errors}</h2>
      <p>
        <Prose>{words.errorsLead}</Prose>
      </p>
      <dl class="errors">
        {statuses.map((status) => (
          <div key={status} id={`error-${status}`}>
            <dt>{status}</dt>
            {entries.errors
              .filter((each) => each.status === status)
              .map((each) => (
                <dd key={each.error}>
                  <code>{each.error}</code>
                  <span>
                    <Prose>{each.words[lang]}</Prose>
                  </span>
                </dd>
              ))}
          </div>
        ))}
      </dl>
    </section>
  )
}
