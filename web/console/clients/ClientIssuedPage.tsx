import type { JSX } from 'preact'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { ShownOnce } from '../frame/ShownOnce.tsx'
import { testWordsIn } from '../words/test-words.ts'
import { wordsIn } from '../words/words.ts'

export type ClientIssuedPageProps = { chrome: ConsoleChrome; label: string; test: boolean; clientId: string }

/** The one time that a client id is shown. */
export function ClientIssuedPage({ chrome, label, test, clientId }: ClientIssuedPageProps): JSX.Element {
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
        lead: test
          ? `${testWordsIn(chrome.lang).client.issued}${chrome.lang === 'en' ? ' ' : ''}${words.issuedLead}`
          : words.issuedLead,
        label: words.issuedLabel(label),
        copy: words.copy,
        copied: words.copied,
        back: words.issuedBack,
      }}
    />
  )
}
