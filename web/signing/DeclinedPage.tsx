import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type DeclinedPageProps = {
  chrome: SigningChrome
  /** The team's return URL with `error=declined`; null when there is none. */
  returnUrl: string | null
}

/** After declining: what that means, and the way back. */
export function DeclinedPage({ chrome, returnUrl }: DeclinedPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).decline
  return (
    <SigningLayout chrome={chrome} title={words.doneTitle} step={null}>
      <h1>{words.doneHeading}</h1>
      <p class="lead">{words.doneLead}</p>
      {returnUrl === null ? null : (
        <LinkButton href={returnUrl} id="next" {...(chrome.framed ? { target: '_top' as const } : {})}>
          {words.next}
        </LinkButton>
      )}
    </SigningLayout>
  )
}
