import type { ComponentChildren } from 'preact'

/** URLs of the built stylesheet, island and icon. */
export type ToolLinks = { stylesheet: string; script: string; icon: string }

/** The frame of the virtual phone and mailbox; without scripts the page fetches itself anew every three seconds. */
export function ToolShell(props: {
  links: ToolLinks
  title: string
  tool: 'phone' | 'mail'
  live: boolean
  children: ComponentChildren
}) {
  return (
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${props.title}｜Musubi 評価用`}</title>
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
          <p>Musubi 評価用</p>
          <nav aria-label="評価用の道具">
            <a href="/playground/phone" {...(props.tool === 'phone' ? { 'aria-current': 'page' } : {})}>
              携帯電話
            </a>
            <a href="/playground/mail" {...(props.tool === 'mail' ? { 'aria-current': 'page' } : {})}>
              メール
            </a>
          </nav>
        </header>
        {props.children}
      </body>
    </html>
  )
}

/** `11/22 19:34` in Japan. */
export function shortTime(at: Date): string {
  return new Intl.DateTimeFormat('ja-JP', {
    timeZone: 'Asia/Tokyo',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}
