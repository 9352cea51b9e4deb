import type { JSX } from 'preact'
import type { OtherField, ReviewFile } from './review-props.ts'
import type { SigningChrome } from './SigningLayout.tsx'
import type { Words } from './words.ts'

export type ReviewFilesProps = {
  chrome: SigningChrome
  files: ReviewFile[]
  /** How many things there are to fill in or to upload. */
  tasks: number
  words: Words['review']
  /** In a preview: what others have to fill in on the pages. */
  others: OtherField[]
}

/** The files as links that open the PDF; the review island puts the viewer in their place. */
export function ReviewFiles({ chrome, files, tasks, words, others }: ReviewFilesProps): JSX.Element {
  // The island knows no language: it gets its sentences from here, one per possible number of missing fields.
  const sentences = {
    ...words.viewer,
    openPdf: words.openPdf,
    sealHint: words.sealHint,
    complete: words.complete,
    missing: Array.from({ length: tasks }, (_, index) => words.missing(index + 1)),
    kinds: words.kinds,
    missingField: words.missingField,
    ready: words.ready,
    unprintable: words.unprintable('{character}'),
    tooLong: words.tooLong('{most}'),
    invisible: words.invisible('{character}'),
    doesNotFit: words.doesNotFit('{most}'),
    roomLeft: words.roomLeft('{count}'),
    roomOver: words.roomOver('{count}'),
    simplified: words.simplified,
  }
  return (
    <section
      id="documents"
      class="documents"
      aria-label={words.viewer.label}
      data-pdfjs={chrome.assets('pdfjs/')}
      data-reading-mode={chrome.assets('reading-mode.js')}
      data-reading-mode-style={chrome.assets('reading-mode.css')}
      data-words={JSON.stringify(sentences)}
      {...(others.length === 0 ? {} : { 'data-others': JSON.stringify(others) })}
    >
      <p class="note">{words.lead}</p>
      <h2>{words.documents}</h2>
      <ul class="file-links">
        {files.map((file) => (
          <li key={file.id}>
            <a
              href={file.url}
              target="_blank"
              rel="noopener"
              data-file={file.id}
              data-sizes={file.sizes}
              data-source={file.source}
            >
              <svg width="32" height="40" viewBox="0 0 32 40" fill="none" aria-hidden="true">
                <path d="M3 1.5h18L29.5 10v28.5H3z" class="paper-sheet" />
                <path d="M21 1.5V10h8.5M9 18h14M9 24h14M9 30h9" class="paper-lines" />
              </svg>
              <span>
                <strong>{file.name}</strong>
                <span class="file-pages">{words.pages(file.pages)}</span>
              </span>
              <span class="file-open">{words.openPdf}</span>
            </a>
          </li>
        ))}
      </ul>
      <p class="note">{words.openPdfHint}</p>
    </section>
  )
}
