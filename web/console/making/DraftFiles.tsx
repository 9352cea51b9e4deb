import type { JSX } from 'preact'
import type { File } from '#domain/file.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { byteSize } from '#web/ui/byte-size.ts'
import { inOneLine } from '../words/marks.ts'
import { wordsIn } from '../words/words.ts'
import type { DraftPageProps } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'
import { FileChooser } from './FileChooser.tsx'

/** The files of a draft, each as a sheet of paper, and where more are added. */
export function DraftFiles(props: DraftPageProps): JSX.Element {
  const { chrome, document, maxBytes, refusedFiles, fileError } = props
  const words = draftWords(chrome.lang).files
  return (
    <section class="card" id="files" aria-labelledby="files-heading">
      <h2 id="files-heading">{words.title}</h2>
      <div data-live="sheets">
        {document.files.length === 0 ? <p class="note">{words.none}</p> : null}
        <ul class="sheets">
          {document.files.map((file) => (
            <Sheet key={file.id} {...props} file={file} />
          ))}
        </ul>
      </div>
      <FileChooser
        chrome={chrome}
        action={`/console/documents/${document.id}/files`}
        label={words.add}
        hint={words.hint}
        button={words.button}
        kind="quiet"
        maxBytes={maxBytes}
        press={null}
        refused={refusedFiles}
        error={fileError}
      />
    </section>
  )
}

function Sheet({ chrome, document, file }: DraftPageProps & { file: File }): JSX.Element {
  const words = draftWords(chrome.lang).files
  const base = `/console/documents/${document.id}/files/${file.id}`
  const widgets = document.widgets.filter((each) => each.fileId === file.id).length
  const pages = wordsIn(chrome.lang).document.files.pages(file.pages.length)
  const facts = [pages, byteSize(file.bytes), ...(widgets === 0 ? [] : [words.widgets(widgets)])]
  return (
    <li>
      <a
        class="sheet"
        href={`${base}/read`}
        target="_blank"
        rel="noopener"
        aria-label={words.open(file.name)}
      >
        <img src={`${base}/thumbnail`} alt="" width="54" height="76" loading="lazy" />
      </a>
      <div class="sheet-words">
        <strong>{file.name}</strong>
        <span class="note">{inOneLine(facts, chrome.lang)}</span>
        {remarksOn(document.files, file, words).map((remark) => (
          <span key={remark} class="note remark">
            {remark}
          </span>
        ))}
      </div>
      <form method="post" action={`${base}/remove`} data-once>
        <FormToken value={chrome.formToken} />
        <button class="button link" type="submit" aria-label={words.removeLabel(file.name)}>
          {words.remove}
        </button>
      </form>
    </li>
  )
}

function remarksOn(files: File[], file: File, words: ReturnType<typeof draftWords>['files']): string[] {
  const first = files.findIndex((each) => originalOf(each) === originalOf(file))
  return [
    ...(first < file.order ? [words.same(first + 1)] : []),
    ...(file.repairedFrom === null ? [] : [words.repaired]),
    ...(file.deadSignatures === 0 ? [] : [words.signaturesDropped(file.deadSignatures)]),
  ]
}

/** What was uploaded, by its hash. */
function originalOf({ repairedFrom, sha256 }: File): string {
  return repairedFrom ?? sha256
}
