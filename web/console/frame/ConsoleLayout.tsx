import type { ComponentChildren, JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Logo } from '#web/ui/Logo.tsx'
import { languageHref } from '#web/ui/language-href.ts'
import { displayWordsIn } from '../words/display-words.ts'
import { wordsIn } from '../words/words.ts'
import type { DisplayChoice } from './display-choice.ts'
import { type Section, SectionIcon } from './SectionIcon.tsx'
import { sectionKeys } from './section-keys.ts'

/** What every page of the console is told, whatever it shows. */
export type ConsoleChrome = {
  lang: Language
  /** Public address of an asset by its logical name, such as `console.css`. */
  assets: (logicalName: string) => string
  /** Address of this page as a GET, for the language switch. */
  path: string
  evaluation: boolean
  /** Null on the sign-in page. */
  /** `mustEnrol`: nothing is open to them but setting up a second factor. */
  member: { name: string; organization: string; administrator: boolean; mustEnrol: boolean } | null
  formToken: string
} & DisplayChoice

export type ConsoleLayoutProps = {
  chrome: ConsoleChrome
  title: string
  section: Section | null
  /** Says in the title that something needs attention. */
  inError?: boolean
  /** The island that makes the page pleasant. */
  island?: string
  /** What only this page needs beside the console's own style sheet. */
  style?: string
  /** Where the colours of a look that is shown on the page are served. */
  lookStylesheet?: string
  children: ComponentChildren
}

/** The frame of the console: the rail with its sections, and the section. */
export function ConsoleLayout(props: ConsoleLayoutProps): JSX.Element {
  const { chrome, title, section } = props
  const words = wordsIn(chrome.lang)
  return (
    <html lang={chrome.lang} {...(chrome.keys ? { 'data-keys': 'on' } : {})}>
      <head>
        <meta charset="utf-8" />
        <title>{`${props.inError === true ? words.layout.error : ''}${title} | ${words.layout.product}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          name="color-scheme"
          content={chrome.scheme === 'device' ? 'light dark' : `only ${chrome.scheme}`}
        />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no, email=no, address=no" />
        <link rel="icon" type="image/svg+xml" href={chrome.assets('favicon.svg')} />
        <link rel="stylesheet" href={chrome.assets('console.css')} />
        {props.style === undefined ? null : <link rel="stylesheet" href={chrome.assets(props.style)} />}
        {props.lookStylesheet === undefined ? null : <link rel="stylesheet" href={props.lookStylesheet} />}
        {/* Last, so that it is stronger than what the device says. */}
        {chrome.scheme === 'device' ? null : (
          <link rel="stylesheet" media="screen" href={chrome.assets(`${chrome.scheme}.css`)} />
        )}
        <script type="module" src={chrome.assets('console-enhancements.js')} />
        {props.island === undefined ? null : <script type="module" src={chrome.assets(props.island)} />}
      </head>
      <body class={chrome.member === null ? 'outside' : 'inside'}>
        <a class="skip" href="#main">
          {words.layout.skip}
        </a>
        {chrome.evaluation ? <aside class="evaluation">{words.layout.evaluation}</aside> : null}
        <div class="house">
          {chrome.member === null ? null : <Rail chrome={chrome} section={section} />}
          <main id="main" tabindex={-1}>
            {props.children}
          </main>
        </div>
      </body>
    </html>
  )
}

type SectionGroup = { name: 'work' | 'team' | 'systems'; sections: Section[] }

const work: SectionGroup = { name: 'work', sections: ['home', 'documents', 'templates', 'due'] }
const ofAdministrators: SectionGroup[] = [
  { name: 'team', sections: ['members', 'departments', 'settings', 'history'] },
  { name: 'systems', sections: ['clients', 'webhooks'] },
]

function groupsFor({ member }: Pick<ConsoleChrome, 'member'>): SectionGroup[] {
  if (member?.mustEnrol === true) return []
  return member?.administrator === true ? [work, ...ofAdministrators] : [work]
}

/** The sections that a member is led to. */
export function sectionsFor(chrome: Pick<ConsoleChrome, 'member'>): Section[] {
  return groupsFor(chrome).flatMap(({ sections }) => sections)
}

function Rail({ chrome, section }: { chrome: ConsoleChrome; section: Section | null }): JSX.Element {
  const words = wordsIn(chrome.lang).layout
  return (
    <header class="rail">
      <a class="brand" href="/console/home">
        <Logo size={26} />
        <span>{words.product}</span>
      </a>
      <nav aria-label={words.navigation}>
        {groupsFor(chrome).map(({ name, sections }) => (
          <div key={name} class="rail-group">
            {name === 'work' ? null : <p id={`rail-${name}`}>{words.groups[name]}</p>}
            <ul {...(name === 'work' ? {} : { 'aria-labelledby': `rail-${name}` })}>
              {sections.map((each) => (
                <li key={each}>
                  <a
                    href={`/console/${each}`}
                    data-go={sectionKeys[each]}
                    {...(each === section ? { 'aria-current': 'page' as const } : {})}
                  >
                    <SectionIcon section={each} />
                    <span>{words[each]}</span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <SelfMenu chrome={chrome} />
    </header>
  )
}

/** What concerns whoever is signed in: their own choices, the language, the way out. */
function SelfMenu({ chrome }: { chrome: ConsoleChrome }): JSX.Element {
  const words = wordsIn(chrome.lang).layout
  return (
    <details class="self" data-menu>
      <summary>
        <span class="self-name">
          <strong>{chrome.member?.name}</strong>
          <span>{chrome.member?.organization}</span>
        </span>
        <svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">
          <path d="M4 6l4 4 4-4" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
        </svg>
      </summary>
      <div class="self-acts">
        <a href="/console/me">{words.me}</a>
        <a href="/console/display">{displayWordsIn(chrome.lang).link}</a>
        <LanguageSwitch chrome={chrome} />
        <form method="post" action="/console/sign-out">
          <FormToken value={chrome.formToken} />
          <button class="plain" type="submit">
            {words.signOut}
          </button>
        </form>
      </div>
    </details>
  )
}

/** The quiet switch between Japanese and English. */
export function LanguageSwitch({ chrome }: { chrome: Pick<ConsoleChrome, 'lang' | 'path'> }): JSX.Element {
  const { other, otherLang } = wordsIn(chrome.lang).language
  return (
    <a class="plain" href={languageHref(chrome.path, otherLang)} lang={otherLang}>
      {other}
    </a>
  )
}
