import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import { type Misfit, type MisfitFate, misfitFates } from '#domain/file-replacement.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { FileField, pdfFiles } from '#web/ui/FileField.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { FormActs } from '../frame/FormActs.tsx'
import { partiesOf } from '../placing/parties.ts'
import { placingWords } from '../placing/placing-words.ts'
import { replaceWords } from './replace-words.ts'

export type ReplaceFilePageProps = {
  chrome: ConsoleChrome
  template: Document
  file: File
  error: string | null
}

/** Where another PDF is chosen for a file of a template. */
export function ReplaceFilePage({ chrome, template, file, error }: ReplaceFilePageProps): JSX.Element {
  const words = replaceWords(chrome.lang)
  const base = `/console/templates/${template.id}`
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="templates" inError={error !== null}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <form
          method="post"
          action={`${base}/files/${file.id}/replace`}
          enctype="multipart/form-data"
          class="card replace-file"
          data-once
          novalidate
        >
          <FormToken value={chrome.formToken} />
          <p class="lead">{words.lead(file.name)}</p>
          <p>{words.stays}</p>
          <p>{words.bulk}</p>
          <FileField
            id="uploadfile"
            label={words.file}
            hint={words.fileHint}
            error={error}
            accept={pdfFiles}
          />
          <FormActs back={{ href: base, words: words.cancel }} button={words.button} />
        </form>
      </div>
    </ConsoleLayout>
  )
}

export type MisfitsPageProps = {
  chrome: ConsoleChrome
  template: Document
  file: File
  /** What waits for the answer: under which name it came, its hash, and how many pages it has. */
  waiting: { name: string; sha256: string; pages: number }
  misfits: Misfit[]
  fate: MisfitFate | null
  /** Why the question is asked once more; null at first. */
  error: string | null
}

/** Names the fields that have no place in the new file, and asks what becomes of them. */
export function MisfitsPage(props: MisfitsPageProps): JSX.Element {
  const { chrome, template, file, waiting, misfits, error } = props
  const words = replaceWords(chrome.lang)
  const section = words.misfits
  const base = `/console/templates/${template.id}`
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="templates" inError={error !== null}>
      <div class="narrow-section">
        <h1>{words.title}</h1>
        <form
          method="post"
          action={`${base}/files/${file.id}/replace/yes`}
          class="card replace-file"
          data-once
          novalidate
        >
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="name" value={waiting.name} />
          <input type="hidden" name="sha256" value={waiting.sha256} />
          <input type="hidden" name="fields" value={misfits.map(({ widget }) => widget.id).join(' ')} />
          <Notice kind="warning">{section.lead(waiting.name, misfits.length)}</Notice>
          <h2 class="misfits-heading">{section.list}</h2>
          <ul class="misfits">
            {misfits.map((each) => (
              <MisfitLine key={each.widget.id} {...props} misfit={each} />
            ))}
          </ul>
          <fieldset
            class={`misfit-fates${error === null ? '' : ' in-error'}`}
            {...(error === null ? {} : { 'aria-describedby': 'fate-error' })}
          >
            <legend>{section.choose}</legend>
            {misfitFates.map((fate, at) => (
              <div key={fate} class="switch">
                <input
                  type="radio"
                  id={`fate-${fate}`}
                  name="fate"
                  value={fate}
                  checked={props.fate === fate}
                  aria-describedby={`fate-${fate}-hint`}
                  {...(error !== null && at === 0 ? { autofocus: true } : {})}
                />
                <label for={`fate-${fate}`}>{section.fates[fate]}</label>
                <p class="hint" id={`fate-${fate}-hint`}>
                  {fate === 'move' ? section.moveHint : section.dropHint}
                </p>
              </div>
            ))}
            {error === null ? null : <FieldError id="fate-error">{error}</FieldError>}
          </fieldset>
          <FormActs back={{ href: base, words: words.cancel }} button={words.button} />
        </form>
      </div>
    </ConsoleLayout>
  )
}

function MisfitLine({
  chrome,
  template,
  waiting,
  misfit,
}: MisfitsPageProps & { misfit: Misfit }): JSX.Element {
  const section = replaceWords(chrome.lang).misfits
  const { widget, pageGone, to } = misfit
  const who = partiesOf(template, chrome.lang).find(({ id }) => id === widget.participantId)?.name ?? ''
  const page = widget.page + 1
  return (
    <li>
      <strong>{section.field(placingWords(chrome.lang).kinds[widget.kind], widget.label, who)}</strong>
      <span>{pageGone ? section.pageGone(page, waiting.pages) : section.outside(page)}</span>
      <span class="note">{to === null ? section.nowhere : section.to(to.page + 1, to.x, to.y)}</span>
    </li>
  )
}
