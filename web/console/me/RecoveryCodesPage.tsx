import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { meWordsIn } from './me-words.ts'

export type RecoveryCodesPageProps = {
  chrome: ConsoleChrome
  email: string
  codes: string[]
  /** The second factor was just set up. */
  added: boolean
}

/** The one time that recovery codes are shown: to be kept as a file, on paper or by hand. */
export function RecoveryCodesPage({ chrome, email, codes, added }: RecoveryCodesPageProps): JSX.Element {
  const words = meWordsIn(chrome.lang).codes
  const file = [words.heading, email, '', ...codes, ''].join('\r\n')
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        {added ? (
          <Notice kind="success" live>
            {words.added}
          </Notice>
        ) : null}
        <div class="card">
          <p>{words.lead}</p>
          <p class="hint">{words.each}</p>
          <ol class="recovery-codes" aria-label={words.label}>
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <div class="recovery-acts">
            <a
              class="button quiet"
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
              download={words.file}
            >
              {words.download}
            </a>
            <button class="button quiet" type="button" data-print hidden>
              {words.print}
            </button>
          </div>
          <LinkButton href="/console/me/factors">{words.button}</LinkButton>
        </div>
      </div>
    </ConsoleLayout>
  )
}
