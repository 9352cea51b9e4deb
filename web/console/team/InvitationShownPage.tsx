import type { JSX } from 'preact'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { ShownOnce } from '../frame/ShownOnce.tsx'
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
    <ShownOnce
      chrome={chrome}
      section="members"
      id="invitation-url"
      secret={url}
      back={`/console/members/${member.id}`}
      words={{
        title: words.shownTitle,
        lead: words.shownLead,
        label: words.shownLabel(member.name),
        copy: words.copy,
        copied: words.copied,
        back: words.shownBack,
      }}
    />
  )
}
