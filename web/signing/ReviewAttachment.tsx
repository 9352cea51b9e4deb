import type { JSX } from 'preact'
import { attachedFileLimits } from '#domain/attached-file.ts'
import { takenEndings } from '#domain/attached-file-kind.ts'
import type { Language } from '#domain/language.ts'
import { byteSize } from '#web/ui/byte-size.ts'
import { FieldError } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { attachmentWordsIn, type UploadProblem } from './attachment-words.ts'
import type { ReviewAttachment as Asked } from './review-props.ts'

export type ReviewAttachmentProps = {
  base: string
  lang: Language
  attachment: Asked
  /** Why the last press was not taken; null when it was. */
  problem: UploadProblem | null
  /** What the last press did; null when nothing. */
  done: 'added' | 'deleted' | null
  /** In a preview no file leaves the browser. */
  preview: boolean
}

/** Whole megabytes, as the limit is told. */
const megabytes = attachedFileLimits.bytes / (1024 * 1024)

/**
 * What the recipient is asked to send in, and what they have sent in. It stands inside the form of the fields, so that
 * an upload takes along what was typed: posts the form, with `attached_file` last, to `<base>/attached`, and to
 * `<base>/attached/<id>/delete`.
 */
export function ReviewAttachment(props: ReviewAttachmentProps): JSX.Element {
  const { base, attachment, problem, done } = props
  const { description, required, files } = attachment
  const words = attachmentWordsIn(props.lang)
  const describedBy = `attached-hint${problem === null ? '' : ' attached-error'}`
  return (
    <section class="attachment" aria-labelledby="attachment-heading">
      <h2 id="attachment-heading">{words.heading}</h2>
      <p class="note">{required ? words.lead.required : words.lead.optional}</p>
      {description === '' ? null : (
        <dl class="asked-for">
          <dt>{words.asked}</dt>
          <dd>{description}</dd>
        </dl>
      )}
      {done === null ? null : (
        <Notice kind="success" live focused>
          <p>{words[done]}</p>
        </Notice>
      )}
      {files.length === 0 ? null : (
        <>
          <h3 id="uploaded-heading">{words.uploaded}</h3>
          <ul class="uploads" aria-labelledby="uploaded-heading">
            {files.map(({ id, name, bytes }) => (
              <li key={id}>
                <span class="upload-words">
                  <strong>{name}</strong>
                  <span class="note">{byteSize(bytes)}</span>
                </span>
                <button
                  type="submit"
                  class="button quiet"
                  formAction={`${base}/attached/${id}/delete`}
                  aria-label={`${words.delete} ${name}`}
                >
                  {words.delete}
                </button>
              </li>
            ))}
          </ul>
          <p class="note">{words.untilConsent}</p>
        </>
      )}
      <div class={`field upload${problem === null ? '' : ' in-error'}`}>
        <label for="attached-file">{words.choose}</label>
        <p class="hint" id="attached-hint">
          {words.hint(megabytes, attachedFileLimits.living)}
        </p>
        <input
          type="file"
          id="attached-file"
          name="attached_file"
          accept={takenEndings.map((ending) => `.${ending}`).join(',')}
          aria-describedby={describedBy}
          data-required={required ? '1' : '0'}
          data-uploaded={files.length}
          data-label={words.item}
          data-press={words.pressUpload}
          {...(problem === null ? {} : { 'aria-invalid': 'true' as const })}
          // Of what is missing at the consent, the notice on top of the page tells first.
          {...(problem === null || problem === 'required' ? {} : { autofocus: true })}
        />
        {problem === null ? null : (
          <FieldError id="attached-error">{words.problems[problem](megabytes)}</FieldError>
        )}
      </div>
      <button
        type="submit"
        id="upload"
        class="button quiet"
        formAction={`${base}/attached`}
        {...(props.preview ? {} : { formEncType: 'multipart/form-data' })}
      >
        {words.upload}
      </button>
    </section>
  )
}
