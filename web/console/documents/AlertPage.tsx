import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Field } from '#web/ui/Field.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { FormActs } from '../frame/FormActs.tsx'
import { Switch } from '../frame/Switch.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { wordsIn } from '../words/words.ts'
import { documentActsWords } from './document-acts-words.ts'

export type AlertPageProps = {
  chrome: ConsoleChrome
  document: Document
  /** As typed. */
  entry: { day: string; memo: string; enabled: boolean }
  problem: 'day' | 'memo' | null
}

/** On which day the sender is told to think of a document. */
export function AlertPage({ chrome, document, entry, problem }: AlertPageProps): JSX.Element {
  const words = documentActsWords[chrome.lang].alert
  const base = `/console/documents/${document.id}`
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={problem !== null}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <form method="post" action={`${base}/alert`} class="card">
          <FormToken value={chrome.formToken} />
          <p class="lead">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
          <p class="hint">{words.lead}</p>
          <Field
            id="day"
            name="day"
            type="date"
            label={words.day}
            hint={null}
            error={problem === 'day' ? words.problems.day : null}
            value={entry.day}
            autocomplete="off"
            required
          />
          <TextArea
            id="memo"
            name="memo"
            label={words.memo}
            hint={words.memoHint}
            error={problem === 'memo' ? words.problems.memo : null}
            value={entry.memo}
            rows={3}
          />
          <Switch name="enabled" on={entry.enabled} label={words.enabled} hint={null} />
          <FormActs back={{ href: base, words: words.back }} button={words.save} />
        </form>
      </div>
    </ConsoleLayout>
  )
}
