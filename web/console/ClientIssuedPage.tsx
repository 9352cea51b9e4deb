import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from './ConsoleLayout.tsx'
import { wordsIn } from './words.ts'

export type ClientIssuedPageProps = { chrome: ConsoleChrome; label: string; clientId: string }

/** The one time that a client id is shown. */
export function ClientIssuedPage({ chrome, label, clientId }: ClientIssuedPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).clients
  return (
    <ConsoleLayout chrome={chrome} title={words.issuedTitle} room="clients">
      <div class="narrow-room">
        <h1>{words.issuedTitle}</h1>
        <div class="card">
          <Notice kind="warning">{words.issuedLead}</Notice>
          <div class="field">
            <label for="client-id">{words.issuedLabel(label)}</label>
            <div class="copy-line">
              <input id="client-id" class="secret" value={clientId} readonly autofocus spellcheck={false} />
              <button
                class="button quiet"
                type="button"
                hidden
                data-copy="client-id"
                data-copied={words.copied}
                aria-live="polite"
              >
                {words.copy}
              </button>
            </div>
          </div>
          <LinkButton href="/console/clients" kind="primary">
            {words.issuedBack}
          </LinkButton>
        </div>
      </div>
    </ConsoleLayout>
  )
}
