import type { JSX } from 'preact'
import { Notice } from '#web/ui/Notice.tsx'
import { ConfirmContent } from './ConfirmContent.tsx'
import { ConsentBar } from './ConsentBar.tsx'
import { ReviewFiles } from './ReviewFiles.tsx'
import { ReviewInputs } from './ReviewInputs.tsx'
import { ReviewParties } from './ReviewParties.tsx'
import {
  missingWidgets,
  type ReviewFile,
  type ReviewParty,
  type ReviewWidget,
  type WidgetProblem,
} from './review-props.ts'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
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
  /** Only the recipient's own. */
  widgets: ReviewWidget[]
  problems: WidgetProblem[]
  /** True when consent was pressed too early: names what is missing, beside the fields too. */
  showMissing: boolean
  /** True right after 保存 without JavaScript. */
  saved: boolean
}

/**
 * Screen 3: the document, the recipient's fields, the parties. Posts `widget-<id>` and `revision` to `<base>/inputs`
 * (保存, autosave with `Accept: application/json`) or to `<base>/confirm` (the consent button without JavaScript).
 * An unchecked checkbox is absent from the post.
 */
export function ReviewPage(props: ReviewPageProps): JSX.Element {
  const { chrome, base, formToken, revision, title, files, widgets } = props
  const words = wordsIn(chrome.lang).review
  const missing = missingWidgets(widgets)
  const pressedTooEarly = props.showMissing && missing.length > 0
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step="review"
      inError={pressedTooEarly || props.problems.length > 0}
      width="reading"
      styles={['review.css']}
      islands={['review.js']}
      bar={<ConsentBar base={base} missing={missing} hasWidgets={widgets.length > 0} words={words} />}
    >
      <div class="review-head">
        <div>
          <p class="eyebrow">{words.title}</p>
          <h1>{title}</h1>
        </div>
        <a class="decline-link" href={`${base}/decline`}>
          {words.decline}
        </a>
      </div>
      <p class="lead">{words.lead}</p>
      {pressedTooEarly ? (
        <Notice kind="warning" live focused>
          <p>
            <strong>{words.missing(missing.length)}</strong>
          </p>
          <ul>
            {missing.map((widget) => (
              <li key={widget.id}>
                <a href={`#widget-${widget.id}`}>{widget.label || words.kinds[widget.kind]}</a>
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
      {props.message === null ? null : (
        <section class="sender-message" aria-labelledby="message-heading">
          <h2 id="message-heading">{words.message}</h2>
          <p>{props.message}</p>
        </section>
      )}
      <div class="review-columns">
        <ReviewFiles chrome={chrome} files={files} widgets={widgets} words={words} />
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
          />
          <ReviewParties parties={props.parties} lang={chrome.lang} />
          <details class="help fingerprint">
            <summary>{words.hash}</summary>
            <p>{words.hashHint}</p>
            <p>
              <code>{revision}</code>
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
          within="dialog"
        />
      </dialog>
    </SigningLayout>
  )
}
