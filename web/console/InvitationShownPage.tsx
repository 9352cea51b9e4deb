import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from './ConsoleLayout.tsx'
import { memberWordsIn } from './member-words.ts'

export type InvitationShownPageProps = {
  chrome: ConsoleChrome
  member: { id: string; name: string }
  url: string
}

/** The one time that an invitation's link is shown, on a server without mail. */
export function InvitationShownPage({ chrome, member, url }: InvitationShownPageProps): JSX.Element {
  const words = memberWordsIn(chrome.lang)
  return (
    <ConsoleLayout chrome={chrome} title={words.shownTitle} room="members">
      <div class="narrow-room">
        <h1>{words.shownTitle}</h1>
        <div class="card">
          <Notice kind="warning">{words.shownLead}</Notice>
          <div class="field">
            <label for="invitation-url">{words.shownLabel(member.name)}</label>
            <div class="copy-line">
              <input id="invitation-url" class="secret" value={url} readonly autofocus spellcheck={false} />
              <button
                class="button quiet"
                type="button"
                hidden
                data-copy="invitation-url"
                data-copied={words.copied}
                aria-live="polite"
              >
                {words.copy}
              </button>
            </div>
          </div>
          <LinkButton href={`/console/members/${member.id}`} kind="primary">
            {words.shownBack}
          </LinkButton>
        </div>
      </div>
    </ConsoleLayout>
  )
}
