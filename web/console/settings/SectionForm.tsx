import type { ComponentChildren, JSX } from 'preact'
import type { SettingsSection } from '#domain/settings-section.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'

export type SectionFormProps = {
  chrome: Pick<ConsoleChrome, 'formToken'>
  section: SettingsSection
  button: string
  /** What the last act did to this very section. */
  said: { kind: 'success' | 'warning'; text: string } | null
  children: ComponentChildren
}

/** A section of the settings with its own save: what is typed in another is not sent along. */
export function SectionForm({ chrome, section, button, said, children }: SectionFormProps): JSX.Element {
  return (
    <form
      method="post"
      action={`/console/settings/${section}`}
      class="card settings-section"
      id={`part-${section}`}
      novalidate
    >
      <FormToken value={chrome.formToken} />
      {said === null ? null : (
        <Notice kind={said.kind} live>
          {said.text}
        </Notice>
      )}
      {children}
      <div class="acts">
        <Button kind="quiet">{button}</Button>
      </div>
    </form>
  )
}
