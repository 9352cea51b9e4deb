import type { ComponentChildren, JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import { drawnOnce } from '#web/ui/drawn-once.ts'
import { Logo } from '#web/ui/Logo.tsx'
import type { PageLook } from '#web/ui/look-address.ts'
import { Steps } from '#web/ui/Steps.tsx'
import { type Words, wordsIn } from './words.ts'

/** What every signing page is told, whatever it shows. */
export type SigningChrome = {
  lang: Language
  /** Public address of an asset by its logical name, such as `signing.css`. */
  assets: (logicalName: string) => string
  /** Null only where the URL is unknown, so that nobody can be named. */
  sender: { name: string; organization: string } | null
  /** Path of this very page, for the language switch. */
  path: string
  /** True in evaluation mode: every screen says so. */
  evaluation: boolean
  /** Addresses of the team's texts; `contact` may also be an e-mail address or plain words. */
  links: { terms: string | null; privacy: string | null; contact: string | null }
  /** Shown in an iframe: ways out lead the whole window. */
  framed: boolean
  /** The team's own colour and logo. */
  look: PageLook | null
  /** Where a signed-in session must be warned before it ends; null on pages without one. */
  session: SessionWatch | null
}

/** When a session ends: after so many idle minutes, and once it is old after fewer. */
type SessionWatch = {
  base: string
  idleMinutes: number
  /** Seconds from now; below zero when it is old already. Only written out. */
  oldInSeconds: number | string
  idleMinutesWhenOld: number
}

type SigningStep = 'identity' | 'review' | 'consent' | 'done'

export type SigningLayoutProps = {
  chrome: SigningChrome
  title: string
  step: SigningStep | null
  /** Says in the title that something needs the reader's attention. */
  inError?: boolean
  /** `reading` gives the document the whole width. */
  width?: 'column' | 'reading'
  styles?: string[]
  islands?: string[]
  /** Logical names fetched ahead while the reader is busy here. */
  prefetch?: string[]
  /** A picture that the page's island will show at once. */
  firstLook?: string | undefined
  /** Without scripts, reloads by itself after so many seconds. */
  refreshSeconds?: number
  /** Before everything else: what holds of the page as a whole. */
  top?: ComponentChildren
  /** The last part of the main landmark; fixed at the foot of the screen where there is height for it. */
  bar?: ComponentChildren
  children: ComponentChildren
}

const DrawnSteps = drawnOnce(Steps)
const DrawnLogo = drawnOnce(Logo)

const stepIndex = { identity: 0, review: 1, consent: 2, done: 3 } satisfies Record<SigningStep, number>

/** What the viewer needs, so that it is there when the code is right. */
export const viewerAssets = ['review.css', 'review.js', 'pdf.min.mjs', 'pdf.worker.min.mjs', 'idle.js']

/** Who asks: the organisation, or the person where there is none. */
export function senderName(chrome: SigningChrome): string {
  return chrome.sender === null ? '' : chrome.sender.organization || chrome.sender.name
}

/** The frame of every signing page: who asks, where one stands, the matter itself, and the small print. */
export function SigningLayout(props: SigningLayoutProps): JSX.Element {
  const { chrome, step } = props
  const words = wordsIn(chrome.lang)
  const islands = [...(props.islands ?? []), ...(chrome.session === null ? [] : ['idle.js'])]
  return (
    <html lang={chrome.lang}>
      <Head {...props} islands={islands} words={words} />
      <body class={props.width === 'reading' ? 'reading' : 'column'}>
        <First lang={chrome.lang} evaluation={chrome.evaluation} />
        {props.top}
        <div class="sheet">
          <header>
            <div class="top">
              <Sender chrome={chrome} words={words} />
              <a
                class="language"
                href={`${chrome.path}?lang=${words.language.otherLang}`}
                lang={words.language.otherLang}
              >
                {words.language.other}
              </a>
            </div>
            {step === null ? null : (
              <DrawnSteps
                label={words.steps.label}
                steps={words.steps.names}
                present={stepIndex[step]}
                words={{ done: words.steps.done, present: words.steps.present }}
              />
            )}
          </header>
          <main id="main" tabindex={-1}>
            {props.children}
            {props.bar}
          </main>
        </div>
        <Foot chrome={chrome} words={words} />
        {chrome.session === null ? null : <IdleWarning session={chrome.session} words={words} />}
      </body>
    </html>
  )
}

function Head(props: SigningLayoutProps & { words: Words; islands: string[] }): JSX.Element {
  const { chrome, title, words } = props
  const who = senderName(chrome)
  return (
    <head>
      <Fittings
        icon={chrome.assets('favicon.svg')}
        styles={['signing.css', ...(props.styles ?? [])].map(chrome.assets)}
        scripts={props.islands.map(chrome.assets)}
        prefetch={(props.prefetch ?? []).map(chrome.assets)}
      />
      {chrome.look === null ? null : <link rel="stylesheet" href={chrome.look.stylesheet} />}
      {props.firstLook === undefined ? null : <link rel="preload" as="image" href={props.firstLook} />}
      <title>{`${props.inError === true ? words.layout.error : ''}${title}${who === '' ? '' : ` | ${who}`}`}</title>
      {props.refreshSeconds === undefined ? null : (
        <noscript>
          <meta http-equiv="refresh" content={`${props.refreshSeconds}`} />
        </noscript>
      )}
    </head>
  )
}

/** What comes before everything else. */
const First = drawnOnce(({ lang, evaluation }: { lang: Language; evaluation: boolean }) => {
  const { layout } = wordsIn(lang)
  return (
    <>
      <a class="skip" href="#main">
        {layout.skip}
      </a>
      {evaluation ? (
        <aside class="evaluation" aria-label={layout.evaluationLabel}>
          {layout.evaluation}
        </aside>
      ) : null}
    </>
  )
})

type FittingsProps = { icon: string; styles: string[]; scripts: string[]; prefetch: string[] }

/** What the head holds whoever asks: how to read the page, and the addresses of its assets. */
const Fittings = drawnOnce(({ icon, styles, scripts, prefetch }: FittingsProps) => (
  <>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex, nofollow" />
    <meta name="format-detection" content="telephone=no, email=no, address=no" />
    <link rel="icon" type="image/svg+xml" href={icon} />
    {styles.map((href) => (
      <link key={href} rel="stylesheet" href={href} />
    ))}
    {scripts.map((src) => (
      <script key={src} type="module" src={src} />
    ))}
    {prefetch.map((href) =>
      // `rel=prefetch` is stopped by our policy in Firefox and unknown to WebKit. A style sheet for no medium is fetched
      // by every engine, last of all, and changes nothing.
      href.endsWith('.css') ? (
        <link key={href} rel="stylesheet" media="not all" href={href} />
      ) : (
        <link key={href} rel="modulepreload" href={href} />
      ),
    )}
  </>
))

function Sender({ chrome, words }: { chrome: SigningChrome; words: Words }): JSX.Element {
  if (chrome.sender === null) {
    return (
      <p class="sender unnamed">
        <DrawnLogo size={28} />
        <span>Musubi</span>
      </p>
    )
  }
  const { name, organization } = chrome.sender
  const first = organization || name
  return (
    <p class="sender">
      {chrome.look?.logo == null ? (
        <span class="monogram" aria-hidden="true">
          {[...first.replace(/^(株式会社|有限会社|合同会社|一般社団法人|（株）|\(株\))/, '').trim()][0] ?? ''}
        </span>
      ) : (
        <img class="sender-logo" src={chrome.look.logo} alt="" />
      )}
      <span class="sender-words">
        <span class="sender-label">{words.layout.sender}</span>
        <strong>{first}</strong>
        {organization === '' || name === '' ? null : <span class="sender-person">{name}</span>}
      </span>
    </p>
  )
}

function Foot({ chrome, words }: { chrome: SigningChrome; words: Words }): JSX.Element {
  const { terms, privacy, contact } = chrome.links
  return (
    <footer class="foot">
      <ul>
        {terms === null ? null : <FooterLink href={terms}>{words.layout.terms}</FooterLink>}
        {privacy === null ? null : <FooterLink href={privacy}>{words.layout.privacy}</FooterLink>}
        {contact === null ? null : <Contact contact={contact} words={words} />}
      </ul>
      <Powered by={words.layout.poweredBy} />
    </footer>
  )
}

const Powered = drawnOnce(({ by }: { by: string }) => (
  <p class="powered">
    <Logo size={18} />
    <span>{by}</span>
  </p>
))

function FooterLink({ href, children }: { href: string; children: ComponentChildren }): JSX.Element {
  return (
    <li>
      <a href={href} target="_blank" rel="noopener">
        {children}
      </a>
    </li>
  )
}

function Contact({ contact, words }: { contact: string; words: Words }): JSX.Element {
  if (/^(https?:\/\/|\/)/.test(contact)) return <FooterLink href={contact}>{words.layout.contact}</FooterLink>
  const mail = /^[^\s@]+@[^\s@]+$/.test(contact)
  return (
    <li>
      <span>{words.layout.contactIs}</span>
      {mail ? <a href={`mailto:${contact}`}>{contact}</a> : contact}
    </li>
  )
}

type IdleWarningProps = { session: SessionWatch; words: Words }

function IdleWarning({ session, words }: IdleWarningProps): JSX.Element {
  return (
    <dialog
      id="idle-warning"
      class="dialog"
      aria-labelledby="idle-heading"
      data-base={session.base}
      data-idle-minutes={session.idleMinutes}
      data-old-in={session.oldInSeconds}
      data-idle-minutes-old={session.idleMinutesWhenOld}
    >
      <h2 id="idle-heading">{words.idle.heading}</h2>
      <p>{words.idle.lead}</p>
      <button class="button primary" type="button" id="idle-stay">
        {words.idle.button}
      </button>
    </dialog>
  )
}
