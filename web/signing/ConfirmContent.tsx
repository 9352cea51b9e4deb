import type { JSX } from 'preact'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { bracketed } from '#web/ui/bracketed.ts'
import { attachmentWordsIn } from './attachment-words.ts'
import { FormToken } from './FormToken.tsx'
import { Phrases } from './Phrases.tsx'
import type { ReviewAttachment } from './review-props.ts'
import { type SigningChrome, senderName } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type ConfirmContentProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  revision: string
  title: string
  files: { name: string; pages: number }[]
  /** The recipient's own fields as they will be signed. In the dialog a script adds them, as they then stand. */
  inputs: { id: string; value: string }[]
  /** What they send in, and which uploads these are; null where they are asked for none. */
  uploads: Uploads | null
  within: 'dialog' | 'page'
}

/** Names of the recipient's uploads, and the ids that the consent carries. */
export type Uploads = { names: string[]; shown: string }

/** What the confirmation says of the uploads. */
export function uploadsOf(attachment: ReviewAttachment | null): Uploads | null {
  if (attachment === null) return null
  return { names: attachment.files.map(({ name }) => name), shown: attachment.shown }
}

/** What consenting means, said once more; posts `revision`, `uploads` and `shown-<widget>` to `<base>/consent`. */
export function ConfirmContent(props: ConfirmContentProps): JSX.Element {
  const { chrome, base, formToken, revision, title, files, inputs, uploads, within } = props
  const words = wordsIn(chrome.lang)
  const heading = <Phrases of={words.confirm.heading} />
  return (
    <>
      {within === 'page' ? <h1>{heading}</h1> : <h2 id="confirm-heading">{heading}</h2>}
      <dl class="facts">
        <div>
          <dt>{words.confirm.document}</dt>
          <dd>{title}</dd>
        </div>
        <div>
          <dt>{words.confirm.sender}</dt>
          <dd>{senderName(chrome)}</dd>
        </div>
        {within === 'dialog' ? null : (
          <div>
            <dt>{words.confirm.files}</dt>
            {files.map((file) => (
              <dd key={file.name}>{bracketed(file.name, words.review.pages(file.pages), chrome.lang)}</dd>
            ))}
          </div>
        )}
        {uploads === null ? null : <SentIn names={uploads.names} chrome={chrome} />}
      </dl>
      <p>{words.confirm.meaning}</p>
      {within === 'page' ? null : (
        <p
          class="unsent"
          id="consent-state"
          role="status"
          data-sending={words.confirm.sending}
          data-unsent={words.confirm.unsent}
          data-back={words.confirm.back}
        />
      )}
      <form method="post" action={`${base}/consent`} class="choices">
        <FormToken value={formToken} />
        <input type="hidden" name="revision" value={revision} />
        {inputs.map(({ id, value }) => (
          <input key={id} type="hidden" name={`shown-${id}`} value={value} />
        ))}
        {uploads === null ? null : <input type="hidden" name="uploads" value={uploads.shown} />}
        <Button>{words.confirm.button}</Button>
        {within === 'page' ? (
          <LinkButton kind="quiet" href={`${base}/review`}>
            {words.confirm.cancel}
          </LinkButton>
        ) : (
          <Button kind="quiet" type="button" id="confirm-cancel">
            {words.confirm.cancel}
          </Button>
        )}
      </form>
    </>
  )
}

function SentIn({ names, chrome }: { names: string[]; chrome: SigningChrome }): JSX.Element {
  const words = attachmentWordsIn(chrome.lang)
  return (
    <div>
      <dt>{words.confirm}</dt>
      {names.length === 0 ? <dd>{words.none}</dd> : names.map((name) => <dd key={name}>{name}</dd>)}
    </div>
  )
}
