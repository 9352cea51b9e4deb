import type { JSX } from 'preact'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { ShownOnce } from '../frame/ShownOnce.tsx'
import { wordsIn } from '../words/words.ts'

export type ClientIssuedPageProps = { chrome: ConsoleChrome; label: string; clientId: string }

/** The one time that a client id is shown. */
export function ClientIssuedPage({ chrome, label, clientId }: ClientIssuedPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).clients
  return (
    <ShownOnce
      chrome={chrome}
      section="clients"
      id="client-id"
      secret={clientId}
      back="/console/clients"
      words={{
        title: words.issuedTitle,
        lead: words.issuedLead,
        label: words.issuedLabel(label),
        copy: words.copy,
        copied: words.copied,
        back: words.issuedBack,
      }}
    />
  )
}
