import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { Logo } from '#web/ui/Logo.tsx'
import { type StrayKind, wordsIn } from './words.ts'

export type StrayPageProps = {
  lang: Language
  assets: (logicalName: string) => string
  evaluation: boolean
  kind: StrayKind
}

/** What a person meets who mistyped an address, or whose request belongs to no page of ours: what happened, and the way on. */
export function StrayPage({ lang, assets, evaluation, kind }: StrayPageProps): JSX.Element {
  const words = wordsIn(lang)
  const { title, lead, more } = words.messages[kind]
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <title>{`${words.error}${title} | Musubi`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no, email=no, address=no" />
        <link rel="icon" type="image/svg+xml" href={assets('favicon.svg')} />
        <link rel="stylesheet" href={assets('verify.css')} />
      </head>
      <body>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        {evaluation ? <p class="evaluation">{words.evaluation}</p> : null}
        <header class="top">
          <p class="brand">
            <Logo size={28} />
            <span>Musubi</span>
          </p>
          <a class="language" href={`?lang=${words.language.otherLang}`} lang={words.language.otherLang}>
            {words.language.other}
          </a>
        </header>
        <main id="main" tabindex={-1}>
          <h1>{title}</h1>
          <p class="lead">{lead}</p>
          <p>{more}</p>
        </main>
      </body>
    </html>
  )
}
