import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { wordsIn } from '../words/words.ts'
import { PlacedList } from './PlacedList.tsx'
import { PlacingForm } from './PlacingForm.tsx'
import type { OnFileProps, PlacingPageProps } from './placing-props.ts'
import { placingWords } from './placing-words.ts'

/** Where fields are put on the pages of a file. Everything works without scripts: the picture of a page takes the press. */
export function PlacingPage(props: PlacingPageProps): JSX.Element {
  const { chrome, document, base, shown } = props
  const words = placingWords(chrome.lang)
  const isTemplate = document.status === 'template'
  const inError = Object.keys(props.entry.problems).length > 0
  const done = inError ? undefined : words.done.get(props.done ?? '')
  const back = isTemplate ? base : `${base}/draft#fields`
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.title}
      section={isTemplate ? 'templates' : 'documents'}
      inError={inError}
      style="placing.css"
    >
      <p class="back">
        <a href={back}>{`‹ ${isTemplate ? words.backToTemplate : words.back}`}</a>
      </p>
      <div class="document-head placing-head">
        <h1>{words.title}</h1>
        <p class="note">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
      </div>
      {done === undefined ? null : (
        <Notice kind="success" live>
          {done}
        </Notice>
      )}
      {document.participants.length === 1 ? (
        <Notice kind="information">
          <p>{words.needsPeople}</p>
        </Notice>
      ) : null}
      {shown === null ? (
        <section class="card">
          <p>{words.needsFile}</p>
          <p class="acts">
            <LinkButton href={back}>{isTemplate ? words.backToTemplate : words.back}</LinkButton>
          </p>
        </section>
      ) : (
        <OnFile {...props} shown={shown} />
      )}
    </ConsoleLayout>
  )
}

function OnFile(props: OnFileProps): JSX.Element {
  const { chrome, document, base, shown } = props
  const words = placingWords(chrome.lang)
  return (
    <div class="placing">
      {document.files.length < 2 ? null : (
        <nav aria-label={words.files}>
          <ul class="tabs">
            {document.files.map((file) => (
              <li key={file.id}>
                <a
                  href={`${base}/fields?file=${file.order + 1}`}
                  {...(file.id === shown.file.id ? { 'aria-current': 'page' as const } : {})}
                >
                  {file.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {shown.file.docMdp === 2 ? (
        <Notice kind="warning">
          <p>{words.certified}</p>
        </Notice>
      ) : (
        <PlacingForm {...props} />
      )}
      <PlacedList {...props} />
    </div>
  )
}
