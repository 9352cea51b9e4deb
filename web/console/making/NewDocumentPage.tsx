import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { draftWords } from './draft-words.ts'
import { FileChooser, type RefusedFile } from './FileChooser.tsx'

export type NewDocumentPageProps = {
  chrome: ConsoleChrome
  /** The newest drafts, to go on with. */
  drafts: Document[]
  maxBytes: number
  /** Of which the form makes the draft's id, so that sent twice it begins one. */
  press: string
  error: string | null
  refused: RefusedFile[]
}

/** Where a document begins: with its files. */
export function NewDocumentPage(props: NewDocumentPageProps): JSX.Element {
  const { chrome, drafts, maxBytes, press, error, refused } = props
  const words = draftWords(chrome.lang)
  const { start } = words
  return (
    <ConsoleLayout
      chrome={chrome}
      title={start.title}
      section="documents"
      inError={error !== null || refused.length > 0}
      island="making.js"
    >
      <div class="making-start">
        <h1>{start.title}</h1>
        <p class="lead">{start.lead}</p>
        <div class="card">
          <FileChooser
            chrome={chrome}
            action="/console/documents/new"
            label={start.choose}
            hint={start.hint}
            button={start.button}
            kind="primary"
            maxBytes={maxBytes}
            press={press}
            refused={refused}
            error={error}
          />
        </div>
        <p class="making-other">
          <a href="/console/templates">{start.template}</a>
        </p>
        {drafts.length === 0 ? null : (
          <section aria-labelledby="drafts-heading">
            <h2 id="drafts-heading">{start.drafts}</h2>
            <ul class="draft-list">
              {drafts.map((each) => (
                <li key={each.id}>
                  <a href={`/console/documents/${each.id}/draft`}>
                    {each.title || wordsIn(chrome.lang).documents.untitled}
                  </a>
                  <time dateTime={each.updatedAt.toISOString()}>{stamp(each.updatedAt, chrome.lang)}</time>
                </li>
              ))}
            </ul>
            <p>
              <a href="/console/documents?status=draft">{start.allDrafts}</a>
            </p>
          </section>
        )}
      </div>
    </ConsoleLayout>
  )
}
