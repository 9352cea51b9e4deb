import type { ComponentChildren } from 'preact'
import { company } from './flats.ts'
import { Swallow } from './Swallow.tsx'

/** What every page of the demo site needs to know of its surroundings. */
export type DemoLook = { stylesheet: string; console: string }

/** The frame of each page of the demo rental company's site. */
export function DemoShell(props: { look: DemoLook; title: string; children: ComponentChildren }) {
  return (
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${props.title}｜${company.name}`}</title>
        <link rel="icon" href="/playground/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={props.look.stylesheet} />
      </head>
      <body class="tsubame">
        <a class="tsubame-skip" href="#main">
          本文へ進む
        </a>
        <header class="tsubame-head">
          <a class="tsubame-brand" href="/playground">
            <Swallow />
            <span>{company.name}</span>
          </a>
          <nav aria-label="サイト内">
            <a href="/playground#flats">お部屋</a>
            <a href="/playground#steps">ご契約の流れ</a>
          </nav>
        </header>
        <main id="main">{props.children}</main>
        <footer class="tsubame-foot">
          <p class="tsubame-brand">
            <Swallow />
            <span>{company.legalName}</span>
          </p>
          <p>{`${company.address}　営業時間 ${company.hours}`}</p>
          <p>Musubi の評価用サイトです。会社・物件・契約はすべて架空のもので、効力はありません。</p>
          <p>
            <a href="/playground/phone" target="_blank" rel="noopener">
              仮想の携帯電話
            </a>
            <a href="/playground/mail" target="_blank" rel="noopener">
              仮想のメール
            </a>
            <a href={props.look.console} target="_blank" rel="noopener">
              管理画面
            </a>
          </p>
        </footer>
      </body>
    </html>
  )
}

/** Where the code will arrive: the visitor has no SIM for this. */
export function PhoneHint() {
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
        <strong>認証コードは仮想の携帯電話に届きます。</strong>
        評価用のため、SMSは実際には送信されません。
        <a href="/playground/phone" target="_blank" rel="noopener">
          携帯電話を開く（別ウィンドウ）
        </a>
      </p>
    </aside>
  )
}
