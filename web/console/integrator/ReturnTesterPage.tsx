import type { JSX } from 'preact'
import type { ReturnError } from '#domain/team.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { WebAddress } from '../frame/WebAddress.tsx'
import { integratorWords } from './integrator-words.ts'

type ReturnOutcome = 'consented' | ReturnError

export type ReturnTesterPageProps = {
  chrome: ConsoleChrome
  /** Null where the team has no return URL. */
  urls: { outcome: ReturnOutcome; url: string }[] | null
}

/** Where the browser of a recipient goes back to, whatever the outcome. */
export function ReturnTesterPage({ chrome, urls }: ReturnTesterPageProps): JSX.Element {
  const words = integratorWords[chrome.lang].tester
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="settings">
      <p class="back">
        <a href="/console/settings">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {urls === null ? (
        <div class="card empty">
          <p>{words.none}</p>
          <LinkButton href="/console/settings#return_url">{words.register}</LinkButton>
        </div>
      ) : (
        <>
          <ul class="card return-urls" aria-label={words.caption}>
            {urls.map(({ outcome, url }) => {
              const { name, when } = words.outcomes[outcome]
              return (
                <li key={outcome}>
                  <div>
                    <h2>{name}</h2>
                    <p class="note">{when}</p>
                    <code class="return-url">
                      <WebAddress url={url} />
                    </code>
                  </div>
                  <a
                    class="button quiet"
                    href={url}
                    target="_blank"
                    rel="noopener noreferrer"
                    aria-label={words.opens(name)}
                  >
                    {words.open}
                  </a>
                </li>
              )
            })}
          </ul>
          <p class="note">{words.ids}</p>
        </>
      )}
      <Notice kind="information">
        <strong>{words.trustTitle}</strong>
        <br />
        {words.trust} <a href="/console/webhooks">{words.webhooks}</a>
      </Notice>
    </ConsoleLayout>
  )
}
