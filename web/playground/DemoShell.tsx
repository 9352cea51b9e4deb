import type { ComponentChildren } from 'preact'
import { languageHref } from '../ui/language-href.ts'
import { company } from './flats.ts'
import { Swallow } from './Swallow.tsx'
import type { DemoWords } from './words.ts'

/** What every page of the demo site needs to know of its surroundings. `path`: where the language switch leads. */
export type DemoLook = { stylesheet: string; console: string; words: DemoWords; path: string }

/** The frame of each page of the demo rental company's site. */
export function DemoShell(props: { look: DemoLook; title: string; children: ComponentChildren }) {
  const { lang, company: name, frame } = props.look.words
  const other = lang === 'ja' ? 'en' : 'ja'
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${props.title}｜${name}`}</title>
        <link rel="icon" href="/playground/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={props.look.stylesheet} />
      </head>
      <body class="tsubame">
        <a class="tsubame-skip" href="#main">
          {frame.skip}
        </a>
        <header class="tsubame-head">
          <a class="tsubame-brand" href="/playground">
            <Swallow />
            <span>{name}</span>
          </a>
          <nav aria-label={frame.nav}>
            <a href="/playground#flats">{frame.flats}</a>
            <a href="/playground#steps">{frame.steps}</a>
            <a href={languageHref(props.look.path, other)} lang={other}>
              {frame.other}
            </a>
          </nav>
        </header>
        <main id="main">{props.children}</main>
        <footer class="tsubame-foot">
          <p class="tsubame-brand">
            <Swallow />
            <span>{lang === 'ja' ? company.legalName : name}</span>
          </p>
          <p>{frame.hours(company.address, company.hours)}</p>
          <p>{frame.fiction}</p>
          <p>
            <a href="/playground/phone" target="_blank" rel="noopener">
              {frame.phone}
            </a>
            <a href="/playground/mail" target="_blank" rel="noopener">
              {frame.mail}
            </a>
            <a href={props.look.console} target="_blank" rel="noopener">
              {frame.console}
            </a>
          </p>
        </footer>
      </body>
    </html>
  )
}

/** Where the code will arrive: the visitor has no SIM for this. */
export function PhoneHint({ words }: { words: DemoWords['hint'] }) {
  return (
    <aside class="tsubame-hint">
      <svg viewBox="0 0 24 36" aria-hidden="true">
        <rect
          x="2"
          y="1.5"
          width="20"
          height="33"
          rx="4"
          fill="#fff"
          stroke="currentColor"
          stroke-width="2.2"
        />
        <path d="M7 12h10M7 17h6" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />
        <circle cx="12" cy="29.5" r="1.6" fill="currentColor" />
      </svg>
      <p>
        <strong>{words.lead}</strong> {words.text}{' '}
        <a href="/playground/phone" target="_blank" rel="noopener">
          {words.link}
        </a>
      </p>
    </aside>
  )
}
