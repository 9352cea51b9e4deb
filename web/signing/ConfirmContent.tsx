import type { JSX } from 'preact'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { FormToken } from './FormToken.tsx'
import { Phrases } from './Phrases.tsx'
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
  within: 'dialog' | 'page'
}

/** What consenting means, said once more; posts `revision` and `shown-<widget>` to `<base>/consent`. */
export function ConfirmContent(props: ConfirmContentProps): JSX.Element {
  const { chrome, base, formToken, revision, title, files, inputs, within } = props
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
              <dd key={file.name}>{`${file.name}（${words.review.pages(file.pages)}）`}</dd>
            ))}
          </div>
        )}
      </dl>
      <p>{words.confirm.meaning}</p>
      <form method="post" action={`${base}/consent`} class="choices">
        <FormToken value={formToken} />
        <input type="hidden" name="revision" value={revision} />
        {inputs.map(({ id, value }) => (
          <input key={id} type="hidden" name={`shown-${id}`} value={value} />
        ))}
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
