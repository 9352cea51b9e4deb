import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from './ConsoleLayout.tsx'
import type { Section } from './SectionIcon.tsx'

export type ShownOnceProps = {
  chrome: ConsoleChrome
  section: Section
  /** Of the field, for its label and its button. */
  id: string
  secret: string
  /** Where the way back leads. */
  back: string
  words: { title: string; lead: string; label: string; copy: string; copied: string; back: string }
}

/** The one time that a secret is shown: it can be copied, and is gone with the page. */
export function ShownOnce({ chrome, section, id, secret, back, words }: ShownOnceProps): JSX.Element {
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={section}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <div class="card">
          <Notice kind="warning">{words.lead}</Notice>
          <div class="field">
            <label for={id}>{words.label}</label>
            <div class="copy-line">
              <input id={id} class="secret" value={secret} readonly autofocus spellcheck={false} />
              <button
                class="button quiet"
                type="button"
                hidden
                data-copy={id}
                data-copied={words.copied}
                aria-live="polite"
              >
                {words.copy}
              </button>
            </div>
          </div>
          <LinkButton href={back} kind="primary">
            {words.back}
          </LinkButton>
        </div>
      </div>
    </ConsoleLayout>
  )
}
