import type { JSX } from 'preact'
import type { ReturnError } from '#domain/team.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { WebAddress } from '../frame/WebAddress.tsx'
import { integratorWords } from './integrator-words.ts'

type ReturnOutcome = 'consented' | ReturnError

export type ReturnTesterPageProps = {
  chrome: ConsoleChrome
  /** Null where the team has no return URL. */
  urls: { outcome: ReturnOutcome; url: string }[] | null
  /** `present`, `next`: the `kid` of what signs, and of what will. `seen`: which the page shows. */
  /** `ambiguous`: the team uses a name of ours for something else, so that none can be begun. */
  secrets: {
    ambiguous: boolean
    present: string | null
    next: { id: string; signsFrom: Date } | null
    seen: string
    teamId: string
  }
  done: string | null
}

/** Where the browser of a recipient goes back to, whatever the outcome. */
export function ReturnTesterPage(props: ReturnTesterPageProps): JSX.Element {
  const { chrome, urls, secrets, done } = props
  const words = integratorWords[chrome.lang].tester
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="settings">
      <p class="back">
        <a href="/console/settings">{words.back}</a>
      </p>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {done === 'switched' || done === 'off' ? (
        <Notice kind="success" live>
          {words.done[done]}
        </Notice>
      ) : null}
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
      {secrets.present === null ? (
        <Notice kind="information">
          <strong>{words.trustTitle}</strong>
          <br />
          {words.trust} <a href="/console/webhooks">{words.webhooks}</a>
        </Notice>
      ) : null}
      {urls === null ? null : <Signing chrome={chrome} secrets={secrets} />}
    </ConsoleLayout>
  )
}

/** The signed result: on with its first secret, another one while the site takes it, and off. */
function Signing({ chrome, secrets }: Pick<ReturnTesterPageProps, 'chrome' | 'secrets'>): JSX.Element {
  const { signing: words, register } = integratorWords[chrome.lang].tester
  const { ambiguous, present, next, seen, teamId } = secrets
  const act = (action: string, name: string, kind: 'primary' | 'quiet' = 'quiet') => (
    <form method="post" action={`/console/return-url/${action}`} data-once>
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="seen" value={seen} />
      <Button kind={kind}>{name}</Button>
    </form>
  )
  return (
    <section class="card return-signing" aria-labelledby="signing-heading">
      <h2 id="signing-heading">{words.title}</h2>
      <p>{words.lead}</p>
      {ambiguous ? (
        <Notice kind="warning">
          {words.ambiguous} <a href="/console/settings#return_url">{register}</a>
        </Notice>
      ) : null}
      {present === null ? (
        ambiguous ? null : (
          act('secret', words.on, 'primary')
        )
      ) : (
        <>
          <dl class="facts">
            <div>
              <dt>{words.state}</dt>
              <dd>
                <StatusDot tone="success">{words.isOn}</StatusDot>
              </dd>
            </div>
            <div>
              <dt>{words.team}</dt>
              <dd>
                <code>{teamId}</code>
              </dd>
            </div>
            <div>
              <dt>{words.present}</dt>
              <dd>
                <code>{present}</code>
              </dd>
            </div>
            {next === null ? null : (
              <div>
                <dt>{words.next}</dt>
                <dd>
                  <code>{next.id}</code> {words.from(stamp(next.signsFrom, chrome.lang))}
                </dd>
              </div>
            )}
          </dl>
          <div class="webhook-acts">
            {next === null ? act('secret', words.renew) : act('switch', words.switchNow)}
            <LinkButton kind="quiet" href="/console/return-url/off">
              {words.off}
            </LinkButton>
          </div>
          <p class="note">{next === null ? words.renewHint : words.switchHint}</p>
        </>
      )}
    </section>
  )
}
