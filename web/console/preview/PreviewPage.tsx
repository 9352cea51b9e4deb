import type { JSX } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import { LinkButton } from '#web/ui/Button.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { personName } from '../words/template-words.ts'
import { type PreviewedFrom, previewWords } from './preview-words.ts'

export type PreviewPageProps = {
  chrome: ConsoleChrome
  document: Document
  /** Of the document, or of the template. */
  base: string
  /** Whose page is shown; null where there is nobody or nothing to show yet. */
  participantId: string | null
  width: 'phone' | 'desk'
  from: PreviewedFrom
  back: string
  /** Somebody else has fields, too. */
  others: boolean
}

/**
 * The very page that a recipient will meet, in a frame as wide as a phone; on a phone it has the whole screen. Around it only
 * what it is, whose, and the way back.
 */
export function PreviewPage(props: PreviewPageProps): JSX.Element {
  const { chrome, document, base, participantId, width, from } = props
  const words = previewWords(chrome.lang)
  const recipients = recipientsOf(document)
  const person = recipients.find(({ id }) => id === participantId)
  const address = (participant: string, wide: 'phone' | 'desk') =>
    `${base}/preview?for=${participant}&width=${wide}&from=${from}`
  return (
    <ConsoleLayout
      chrome={{ ...chrome, member: null }}
      title={words.label}
      section={null}
      style="preview.css"
    >
      <div class="preview">
        <div class="preview-bar">
          <a class="button quiet" id="preview-back" href={props.back}>
            {words.back[from]}
          </a>
          <div class="preview-words">
            <h1>{words.label}</h1>
            <p>{words.lead}</p>
          </div>
          {person === undefined ? null : (
            <nav class="preview-widths" aria-label={words.width}>
              {(['phone', 'desk'] as const).map((each) => (
                <a
                  key={each}
                  href={address(person.id, each)}
                  {...(each === width ? { 'aria-current': 'true' as const } : {})}
                >
                  {words.widths[each]}
                </a>
              ))}
            </nav>
          )}
        </div>
        {person === undefined || recipients.length < 2 ? null : (
          <nav class="preview-people" aria-label={words.whose}>
            {recipients.map((each) => (
              <a
                key={each.id}
                href={address(each.id, width)}
                {...(each.id === person.id ? { 'aria-current': 'true' as const } : {})}
              >
                {personName(each, chrome.lang)}
              </a>
            ))}
          </nav>
        )}
        {person === undefined ? (
          <div class="preview-lacking">
            <p>{document.files.length === 0 ? words.noFile : words.noRecipient}</p>
            <LinkButton href={props.back}>{words.back[from]}</LinkButton>
          </div>
        ) : (
          <iframe
            class={`preview-screen ${width}`}
            title={words.frame(personName(person, chrome.lang))}
            src={`${base}/preview/${person.id}?from=${from}`}
          />
        )}
        {props.others ? <p class="preview-note">{words.others}</p> : null}
      </div>
    </ConsoleLayout>
  )
}
