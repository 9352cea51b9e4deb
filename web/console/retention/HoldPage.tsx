import type { JSX } from 'preact'
import type { Refusal } from '#domain/refusal.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { dayOf } from '../frame/console-time.ts'
import { retentionWords } from './retention-words.ts'

export type HoldPageProps = {
  chrome: ConsoleChrome
  /** `title` null where the administrator may not read the document. */
  document: { id: string; title: string | null }
  hold: { reason: string; since: Date; who: string } | null
  typed: string
  objection: Refusal | null
}

/** Where an administrator keeps a document from being deleted, or lets it go. */
export function HoldPage({ chrome, document, hold, typed, objection }: HoldPageProps): JSX.Element {
  const { lang } = chrome
  const words = retentionWords[lang].hold
  const title = hold === null ? words.title : words.heldTitle
  const base = `/console/documents/${document.id}/hold`
  const back = document.title === null ? '/console/settings/retention' : `/console/documents/${document.id}`
  const backWords = document.title === null ? retentionWords[lang].title : words.back
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" inError={objection !== null}>
      <div class="narrow-section">
        <h1>{title}</h1>
        <form method="post" action={hold === null ? base : `${base}/release`} class="card" novalidate>
          <FormToken value={chrome.formToken} />
          <p class="lead">
            {document.title ?? retentionWords[lang].hidden}
            <span class="row-under">
              <code>{document.id}</code>
            </span>
          </p>
          {hold === null ? (
            <>
              <p>{words.lead}</p>
              <Field
                id="reason"
                name="reason"
                label={words.reason}
                hint={words.reasonHint}
                error={objection === null ? null : problemOf(objection, lang)}
                value={typed}
                autofocus={objection !== null}
              />
            </>
          ) : (
            <>
              <dl class="facts">
                <div>
                  <dt>{words.reason}</dt>
                  <dd class="as-typed">{hold.reason}</dd>
                </div>
                <div>
                  <dt>{words.since}</dt>
                  <dd>{dayOf(hold.since, lang)}</dd>
                </div>
                <div>
                  <dt>{words.who}</dt>
                  <dd>{hold.who}</dd>
                </div>
              </dl>
              <p class="note">{words.releaseHint}</p>
            </>
          )}
          <div class="acts">
            <LinkButton href={back} kind="quiet">
              {backWords}
            </LinkButton>
            <Button kind={hold === null ? 'primary' : 'danger'}>
              {hold === null ? words.button : words.release}
            </Button>
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}

function problemOf({ code, detail }: Refusal, lang: ConsoleChrome['lang']): string {
  const words = retentionWords[lang].hold
  if (code === 'field_missing') return words.missing
  return code === 'field_too_long' ? words.tooLong(Number(detail?.limit)) : words.letters
}
