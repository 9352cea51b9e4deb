import type { ComponentChildren } from 'preact'
import { languageHref } from '../ui/language-href.ts'
import { tokyoFormat } from '../ui/tokyo-format.ts'
import type { ToolWords } from './tool-words.ts'

/** URLs of the built stylesheet, island and icon; the language, and where its switch leads. */
export type ToolLinks = { stylesheet: string; script: string; icon: string; words: ToolWords; path: string }

/** The frame of the virtual phone and mailbox; without scripts the page fetches itself anew every three seconds. */
export function ToolShell(props: {
  links: ToolLinks
  title: string
  tool: 'phone' | 'mail'
  live: boolean
  children: ComponentChildren
}) {
  const { words, path } = props.links
  const other = words.lang === 'ja' ? 'en' : 'ja'
  return (
    <html lang={words.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${props.title}｜${words.product}`}</title>
        {props.live && (
          <noscript>
            <meta http-equiv="refresh" content="3" />
          </noscript>
        )}
        <link rel="icon" href={props.links.icon} />
        <link rel="stylesheet" href={props.links.stylesheet} />
        <script src={props.links.script} type="module" />
      </head>
      <body class={`tool tool-${props.tool}`}>
        <header class="tool-head">
          <p>{words.product}</p>
          <nav aria-label={words.tools}>
            <a href="/playground/phone" {...(props.tool === 'phone' ? { 'aria-current': 'page' } : {})}>
              {words.phone}
            </a>
            <a href="/playground/mail" {...(props.tool === 'mail' ? { 'aria-current': 'page' } : {})}>
              {words.mail}
            </a>
            <a href={languageHref(path, other)} lang={other}>
              {words.other}
            </a>
          </nav>
        </header>
        {props.children}
      </body>
    </html>
  )
}

const short = tokyoFormat({ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' })

/** `11/22 19:34` in Japan. */
export function shortTime(at: Date): string {
  return short(at, 'ja')
}
