import type { JSX } from 'preact'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { FormToken } from './FormToken.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type DeclinePageProps = {
  chrome: SigningChrome
  base: string
  formToken: string
  /** The entry so far, kept after an error. */
  reason: string
  error: 'reason_too_long' | { invisible: string } | null
}

/** Declining, with an optional reason of at most 1,000 characters. Posts `reason` to `<base>/decline`. */
export function DeclinePage({ chrome, base, formToken, reason, error }: DeclinePageProps): JSX.Element {
  const words = wordsIn(chrome.lang).decline
  return (
    <SigningLayout chrome={chrome} title={words.title} step="review" inError={error !== null}>
      <h1>{words.heading}</h1>
      <p class="lead">{words.lead}</p>
      <form method="post" action={`${base}/decline`} class="stack" novalidate>
        <FormToken value={formToken} />
        <div class={`field${error === null ? '' : ' in-error'}`}>
          <label for="reason">{words.label}</label>
          <p class="hint" id="reason-hint">
            {words.hint}
          </p>
          <textarea
            id="reason"
            name="reason"
            rows={4}
            maxlength={1000}
            aria-describedby={error === null ? 'reason-hint' : 'reason-hint reason-error'}
            {...(error === null ? {} : { 'aria-invalid': 'true' as const, autofocus: true })}
          >
            {reason}
          </textarea>
          {error === null ? null : (
            <FieldError id="reason-error">
              {error === 'reason_too_long'
                ? words.tooLong
                : wordsIn(chrome.lang).review.invisible(error.invisible)}
            </FieldError>
          )}
        </div>
        <Button kind="danger">{words.button}</Button>
        <LinkButton kind="quiet" href={`${base}/review`}>
          {words.back}
        </LinkButton>
      </form>
    </SigningLayout>
  )
}
