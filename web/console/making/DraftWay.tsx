import type { JSX } from 'preact'
import { recipientsOf } from '#domain/document.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { StatusDot } from '#web/ui/StatusDot.tsx'
import { PreviewLink } from '../preview/PreviewLink.tsx'
import type { DraftPageProps } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'

/** What is there and what is lacking, and the one act of the page. */
export function DraftWay({ chrome, document }: DraftPageProps): JSX.Element {
  const words = draftWords(chrome.lang).way
  const { files } = document
  const base = `/console/documents/${document.id}`
  const people = recipientsOf(document).length
  const steps: [place: string, said: string, there: boolean][] = [
    ['files', words.files(files.length), files.length > 0],
    ['people', words.people(people), people > 0],
    ['texts', words.name(document.title), document.title !== ''],
  ]
  return (
    <section class="card way" data-live="way" aria-labelledby="way-heading">
      <h2 id="way-heading">{words.title}</h2>
      <ol class="way-steps">
        {steps.map(([place, said, there]) => (
          <li key={place}>
            <a href={`#${place}`}>{said}</a>
            <StatusDot tone={there ? 'success' : 'quiet'}>{there ? words.done : words.open}</StatusDot>
          </li>
        ))}
      </ol>
      <LinkButton href={`${base}/send`}>{words.check}</LinkButton>
      <PreviewLink base={base} document={document} from="draft" lang={chrome.lang} />
      <p class="note">{words.kept}</p>
    </section>
  )
}
