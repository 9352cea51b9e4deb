import type { JSX } from 'preact'
import { Notice } from '#web/ui/Notice.tsx'
import type { UploadProblem } from './attachment-words.ts'
import { attachmentWordsIn } from './attachment-words.ts'
import { ConfirmContent, uploadsOf } from './ConfirmContent.tsx'
import { ConsentBar } from './ConsentBar.tsx'
import { PreviewMark, PreviewSaid } from './PreviewMark.tsx'
import { ReviewAttachment as AttachmentSection } from './ReviewAttachment.tsx'
import { ReviewFiles } from './ReviewFiles.tsx'
import { ReviewInputs } from './ReviewInputs.tsx'
import { ReviewParties } from './ReviewParties.tsx'
import {
  type MissingItem,
  missingWidgets,
  type ReviewAttachment,
  type ReviewFile,
  type ReviewParty,
  type ReviewPreview,
  type ReviewWidget,
  type WidgetProblem,
} from './review-props.ts'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { transferWords } from './transfer-words.ts'
import { wordsIn } from './words.ts'

export type ReviewPageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  /** The hash consented to: what is on this screen is what will be signed. */
  revision: string
  title: string
  /** The sender's message; null when there is none. */
  message: string | null
  files: ReviewFile[]
  parties: ReviewParty[]
  /** Others are asked at the same time: what they do may not be on these pages. */
  together: boolean
  /** Only the recipient's own. */
  widgets: ReviewWidget[]
  /** The file that they are asked for; null when none. */
  attachment: ReviewAttachment | null
  /** Why the last upload was not taken, or what the last press did to the uploads. */
  upload: { problem: UploadProblem | null; done: 'added' | 'deleted' | null }
  /** They may pass the document on. */
  transfer: boolean
  problems: WidgetProblem[]
  /** True when consent was pressed too early: names what is missing, beside the fields too. */
  showMissing: boolean
  /** True right after 保存 without JavaScript. */
  saved: boolean
  /** Somebody of the sender's looks at what this recipient will see; null for the recipient. */
  preview: ReviewPreview | null
}

/**
 * Screen 3: the document, the recipient's fields, the parties. Posts `widget-<id>` and `revision` to `<base>/inputs`
 * (保存, autosave with `Accept: application/json`) or to `<base>/confirm` (the consent button without JavaScript).
 * An unchecked checkbox is absent from the post.
 */
export function ReviewPage(props: ReviewPageProps): JSX.Element {
  const { chrome, base, formToken, revision, title, files, widgets, preview } = props
  const words = wordsIn(chrome.lang).review
  const missing = missingItems(props)
  const pressedTooEarly = props.showMissing && missing.length > 0
  const hasTasks = widgets.length > 0 || props.attachment !== null
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step="review"
      inError={pressedTooEarly || props.problems.length > 0 || props.upload.problem !== null}
      width="reading"
      styles={['review.css', ...(props.attachment === null ? [] : ['attachment.css'])]}
      islands={['review.js']}
      firstLook={props.files[0] === undefined ? undefined : `${props.files[0].url}/first-page`}
      {...(preview === null ? {} : { top: <PreviewMark preview={preview} /> })}
      bar={<ConsentBar base={base} missing={missing} hasTasks={hasTasks} words={words} />}
    >
      {preview === null ? null : <PreviewSaid preview={preview} />}
      <div class="review-head">
        <h1 title={title}>{title}</h1>
        {props.message === null ? null : (
          <details class="sender-message">
            <summary>{words.message}</summary>
            <p>{props.message}</p>
          </details>
        )}
        <div class="other-ways">
          {props.transfer ? (
            <a class="transfer-link" href={`${base}/transfer`}>
              {transferWords[chrome.lang].link}
            </a>
          ) : null}
          <a class="decline-link" href={`${base}/decline`}>
            {words.decline}
          </a>
        </div>
      </div>
      {pressedTooEarly ? (
        <Notice kind="warning" live focused>
          <p>
            <strong>{words.missing(missing.length)}</strong>
          </p>
          <ul>
            {missing.map(({ target, label }) => (
              <li key={target}>
                <a href={`#${target}`}>{label}</a>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {props.saved ? (
        <Notice kind="success" live>
          <p>{words.saved}</p>
        </Notice>
      ) : null}
      <div class="review-columns">
        <ReviewFiles
          chrome={chrome}
          files={files}
          tasks={widgets.length + (props.attachment === null ? 0 : 1)}
          words={words}
          others={preview?.others ?? []}
        />
        <div class="review-side">
          <ReviewInputs
            base={base}
            formToken={formToken}
            revision={revision}
            files={files}
            widgets={widgets}
            problems={props.problems}
            showMissing={pressedTooEarly}
            words={words}
          >
            {props.attachment === null ? null : (
              <AttachmentSection
                base={base}
                lang={chrome.lang}
                attachment={props.attachment}
                problem={uploadProblemOf(props, pressedTooEarly)}
                done={props.upload.done}
                preview={preview !== null}
              />
            )}
          </ReviewInputs>
          <ReviewParties parties={props.parties} together={props.together} lang={chrome.lang} />
          <details class="help fingerprint">
            <summary>{words.hash}</summary>
            <p>{words.hashHint}</p>
            <p>
              {preview === null ? <code>{revision}</code> : <span lang={preview.lang}>{preview.hash}</span>}
            </p>
          </details>
        </div>
      </div>
      <dialog id="confirm" class="dialog" aria-labelledby="confirm-heading">
        <ConfirmContent
          chrome={chrome}
          base={base}
          formToken={formToken}
          revision={revision}
          title={title}
          files={files}
          inputs={[]}
          uploads={uploadsOf(props.attachment)}
          within="dialog"
        />
      </dialog>
    </SigningLayout>
  )
}

/** The fields and the file that are still missing, in the order of the page. */
function missingItems({ chrome, widgets, attachment }: ReviewPageProps): MissingItem[] {
  const { kinds } = wordsIn(chrome.lang).review
  const uploadIsMissing = attachment?.required === true && attachment.files.length === 0
  return [
    ...missingWidgets(widgets).map(({ id, kind, label }) => ({
      target: `widget-${id}`,
      label: label || kinds[kind],
    })),
    ...(uploadIsMissing ? [{ target: 'attached-file', label: attachmentWordsIn(chrome.lang).item }] : []),
  ]
}

function uploadProblemOf(
  { attachment, upload }: ReviewPageProps,
  pressedTooEarly: boolean,
): UploadProblem | null {
  const missing = attachment?.required === true && attachment.files.length === 0
  return upload.problem ?? (pressedTooEarly && missing ? 'required' : null)
}
