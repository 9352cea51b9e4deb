import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { SigningChrome } from './SigningLayout.tsx'
import { messagesIn } from './words.ts'

/** Why cookies may not come back where the page is shown, and where it can go on. */
export type LostCookies = { state: 'cookie_lost' | 'cookie_lost_frame' | 'cookie_lost_app'; href: string }

/** The cookie that was set with this page. */
export type CookieProbe = { cookie: string; lost: LostCookies }

export type CookieHelpProps = { chrome: SigningChrome; probe: CookieProbe }

/**
 * The way out for a browser that keeps no cookie of ours. It stands hidden in the first page; the island shows it at
 * once, in the place of the form, when the probe cookie cannot be read. The server asks again before it sends an SMS.
 */
export function CookieHelp({ chrome, probe }: CookieHelpProps): JSX.Element {
  const { state, href } = probe.lost
  const text = messagesIn(chrome.lang)[state]
  return (
    <div id="cookie-help" class="cookie-help" hidden data-cookie={probe.cookie}>
      <Notice kind="warning">
        <p>
          <strong>{text.heading}</strong>
        </p>
        <p>{text.what}</p>
        <p>{text.todo}</p>
      </Notice>
      <LinkButton href={href} {...(state === 'cookie_lost_app' ? {} : { target: '_blank' })}>
        {text.action}
      </LinkButton>
    </div>
  )
}
