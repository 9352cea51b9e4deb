import type { JSX } from 'preact'
import { senderOf } from '#domain/document.ts'
import { pageSizes } from '#web/signing/page-sizes.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { PreviewLink } from '../preview/PreviewLink.tsx'
import { wordsIn } from '../words/words.ts'
import type { EditorGiven } from './editor-given.ts'
import { editorWords } from './editor-words.ts'
import { PlacedList } from './PlacedList.tsx'
import { PlacingForm } from './PlacingForm.tsx'
import { lookOf, partiesOf } from './parties.ts'
import { placedOn } from './placed-field.ts'
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
      island="placing.js"
    >
      <p class="back">
        <a href={back}>{isTemplate ? words.backToTemplate : words.back}</a>
      </p>
      <div class="document-head placing-head">
        <h1>{words.title}</h1>
        <p class="note">{document.title || wordsIn(chrome.lang).documents.untitled}</p>
        <PreviewLink base={base} document={document} from="fields" lang={chrome.lang} />
        {isTemplate || shown === null ? null : (
          <LinkButton href={`/console/documents/${document.id}/send`}>{words.check}</LinkButton>
        )}
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
        <div id="editor" class="editor" hidden data-editor={JSON.stringify(editorGiven(props))} />
      )}
      <div class="placing-forms">
        {shown.file.docMdp === 2 ? null : <PlacingForm {...props} />}
        <PlacedList {...props} />
      </div>
    </div>
  )
}

/** What the editor begins with. Data of the page's own address and words, so that the island knows neither. */
function editorGiven({ chrome, document, base, shown }: OnFileProps): EditorGiven {
  const { file } = shown
  return {
    path: `${base}/fields`,
    token: chrome.formToken,
    fileId: file.id,
    file: file.order + 1,
    pdf: `${base}/files/${file.id}/read`,
    assets: chrome.assets('pdfjs/'),
    sizes: pageSizes(file.pages),
    fields: placedOn(document, file.id),
    parties: partiesOf(document, chrome.lang).map((party) => ({ ...party, look: lookOf(party) })),
    senderName: senderOf(document).name,
    words: editorWords(chrome.lang),
  }
}
