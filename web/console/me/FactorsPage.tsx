import type { ComponentChildren, JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { dayOf } from '../frame/console-time.ts'
import { meWordsIn } from './me-words.ts'

export type FactorsPageProps = {
  chrome: ConsoleChrome
  /** Since when an authenticator app is asked for; null: none is. */
  app: Date | null
  passkeys: { id: string; name: string; createdAt: Date; usedAt: Date | null }[]
  passkeysAvailable: boolean
  recoveryCodes: number
  /** The team asks for a second factor and there is none yet. */
  required: boolean
  done: string | null
}

/** The second factors of a member, and their recovery codes. */
export function FactorsPage(props: FactorsPageProps): JSX.Element {
  const { chrome, app, passkeys, recoveryCodes, required, done } = props
  const all = meWordsIn(chrome.lang)
  const words = all.factors
  const sentence = done === null ? null : (all.done[done] ?? null)
  const any = app !== null || passkeys.length > 0
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null}>
      {required ? null : (
        <p class="back">
          <a href="/console/me">{words.back}</a>
        </p>
      )}
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {required ? <Notice kind="information">{words.required}</Notice> : null}
      {sentence === null ? null : (
        <Notice kind="success" live>
          {sentence}
        </Notice>
      )}
      <div class="stack me">
        <Part id="app" title={words.app} lead={words.appLead}>
          <p class="me-state">{app === null ? words.off : words.appOn(dayOf(app, chrome.lang))}</p>
          {app === null ? (
            <form method="post" action="/console/me/app">
              <FormToken value={chrome.formToken} />
              <Button kind={any ? 'quiet' : 'primary'}>{words.appAdd}</Button>
            </form>
          ) : (
            <LinkButton href="/console/me/app/remove" kind="quiet">
              {words.appRemove}
            </LinkButton>
          )}
        </Part>
        <Part id="passkeys" title={words.passkeys} lead={words.passkeysLead}>
          {passkeys.length === 0 ? (
            <p class="me-state">{words.off}</p>
          ) : (
            <ul class="passkeys">
              {passkeys.map(({ id, name, createdAt, usedAt }) => (
                <li key={id}>
                  <div>
                    <strong>{name}</strong>
                    <span class="hint">
                      {words.passkeyCreated(dayOf(createdAt, chrome.lang))}
                      {' · '}
                      {usedAt === null ? words.passkeyUnused : words.passkeyUsed(dayOf(usedAt, chrome.lang))}
                    </span>
                  </div>
                  <a
                    class="plain"
                    href={`/console/me/passkeys/${id}/remove`}
                    aria-label={words.passkeyRemoveNamed(name)}
                  >
                    {words.passkeyRemove}
                  </a>
                </li>
              ))}
            </ul>
          )}
          {props.passkeysAvailable ? (
            <LinkButton href="/console/me/passkeys/new" kind="quiet">
              {words.passkeyAdd}
            </LinkButton>
          ) : (
            <p class="hint">{words.passkeysNowhere}</p>
          )}
        </Part>
        {any ? (
          <Part id="recovery" title={words.recovery} lead={words.recoveryLead}>
            <p class="me-state">
              {recoveryCodes === 0 ? words.recoveryNone : words.recoveryLeft(recoveryCodes)}
            </p>
            <LinkButton href="/console/me/recovery-codes" kind="quiet">
              {words.recoveryMake}
            </LinkButton>
          </Part>
        ) : null}
      </div>
    </ConsoleLayout>
  )
}

type PartProps = { id: string; title: string; lead: string; children: ComponentChildren }

function Part({ id, title, lead, children }: PartProps): JSX.Element {
  return (
    <section class="card" id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{title}</h2>
      <p>{lead}</p>
      {children}
    </section>
  )
}
