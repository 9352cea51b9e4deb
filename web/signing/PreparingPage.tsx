import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { type SigningChrome, SigningLayout, viewerAssets } from './SigningLayout.tsx'
import { wordsIn } from './words.ts'

export type PreparingPageProps = {
  chrome: SigningChrome
  base: string
  /** Seconds until the page looks again by itself. */
  refreshSeconds: number
  /** Sealing does not go on by itself: it waits for the operator, or cannot be done. */
  stuck: boolean
}

/** The review while the sending seal is not there yet: a calm page that refreshes itself. */
export function PreparingPage({ chrome, base, refreshSeconds, stuck }: PreparingPageProps): JSX.Element {
  const words = wordsIn(chrome.lang).preparing
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step="review"
      refreshSeconds={refreshSeconds}
      islands={['preparing.js']}
      prefetch={viewerAssets}
    >
      <h1 id="preparing" data-seconds={refreshSeconds}>
        {stuck ? words.stuckHeading : words.heading}
      </h1>
      {stuck ? null : (
        <p class="waiting">
          <span class="thread" aria-hidden="true" />
        </p>
      )}
      <p class="lead">{stuck ? words.stuck : words.lead}</p>
      <LinkButton kind="quiet" href={`${base}/review`}>
        {words.again}
      </LinkButton>
    </SigningLayout>
  )
}
