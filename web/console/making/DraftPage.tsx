import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { wordsIn } from '../words/words.ts'
import { DraftFiles } from './DraftFiles.tsx'
import { DraftTextsForm } from './DraftTextsForm.tsx'
import { DraftWay } from './DraftWay.tsx'
import type { DraftPageProps } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'

/** A document in the making: everything of it on one page, in the order in which it is thought of. */
export function DraftPage(props: DraftPageProps): JSX.Element {
  const { chrome, document } = props
  const words = draftWords(chrome.lang)
  const title = document.title || wordsIn(chrome.lang).documents.untitled
  const inError = props.refusedFiles.length > 0 || props.fileError !== null || props.refusedTexts !== null
  const done = props.done === null ? undefined : words.done[props.done]
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" inError={inError} island="making.js">
      <p class="back">
        <a href="/console/documents?status=draft">{`‹ ${words.back}`}</a>
      </p>
      <div class="document-head" data-live="head">
        <h1>{title}</h1>
        <StatusDot tone="quiet">{wordsIn(chrome.lang).documents.status.draft}</StatusDot>
      </div>
      {done === undefined ? null : (
        <Notice kind="success" live>
          {done}
        </Notice>
      )}
      <div class="two-columns making">
        <div>
          <DraftFiles {...props} />
          <DraftTextsForm {...props} />
        </div>
        <div class="beside">
          <DraftWay {...props} />
          <p class="beside-links">
            <a href={`/console/documents/${document.id}`}>{words.history}</a>
          </p>
          <p class="last-act">
            <LinkButton kind="danger" href={`/console/documents/${document.id}/delete`}>
              {words.remove.act}
            </LinkButton>
          </p>
        </div>
      </div>
    </ConsoleLayout>
  )
}
