import type { JSX } from 'preact'
import { LinkButton } from '#web/ui/Button.tsx'
import { KnotLines } from '#web/ui/Logo.tsx'
import { type Download, Downloads } from './Downloads.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { type Words, wordsIn } from './words.ts'

/**
 * `waiting`: others have yet to consent; `concluding`: sealing goes on; `delayed`: the seal waits for the operator's
 * certificate; `failed`: the final verification refuses the file.
 */
export type Outcome = 'waiting' | 'concluding' | 'delayed' | 'failed' | 'concluded'

const settled: Outcome[] = ['waiting', 'concluded']

export type DonePageProps = {
  chrome: SigningChrome
  base: string
  outcome: Outcome
  /** Empty until concluded. */
  downloads: Download[]
  /** The team's return URL with its parameters; null when there is none. */
  returnUrl: string | null
  /** For how many days after conclusion copies can be fetched by URL and SMS; null where there is no phone to ask. */
  copyDays: number | null
}

/** Screen 5: it is done, what happens next, how to keep a copy, and the way back. */
export function DonePage({
  chrome,
  base,
  outcome,
  downloads,
  returnUrl,
  copyDays,
}: DonePageProps): JSX.Element {
  const words = wordsIn(chrome.lang).done
  return (
    <SigningLayout
      chrome={chrome}
      title={words.title}
      step="done"
      islands={settled.includes(outcome) ? [] : ['done.js']}
    >
      <svg class="great-knot" viewBox="0 0 24 24" fill="none" aria-hidden="true">
        <KnotLines />
      </svg>
      <h1 class="centred">{words.heading}</h1>
      <div id="outcome" data-base={base} data-outcome={outcome} aria-live="polite">
        <p class="lead">{words[outcome]}</p>
        {settled.includes(outcome) ? null : (
          <p class="waiting">
            {outcome === 'concluding' ? <span class="thread" aria-hidden="true" /> : null}
            <a href={`${base}/done`}>{words.refresh}</a>
          </p>
        )}
        <Keep outcome={outcome} downloads={downloads} copyDays={copyDays} words={words} />
      </div>
      {returnUrl === null ? (
        <p class="centred">{words.close}</p>
      ) : (
        <LinkButton href={returnUrl} id="next" {...(chrome.framed ? { target: '_top' as const } : {})}>
          {words.next}
        </LinkButton>
      )}
    </SigningLayout>
  )
}

type KeepProps = Pick<DonePageProps, 'outcome' | 'downloads' | 'copyDays'> & { words: Words['done'] }

function Keep({ outcome, downloads, copyDays, words }: KeepProps): JSX.Element {
  const ready = downloads.length > 0
  return (
    <section class="keep" aria-labelledby="keep-heading">
      <h2 id="keep-heading">{words.keep}</h2>
      {ready ? (
        <>
          <p>{words.keepLead}</p>
          <Downloads downloads={downloads} words={words} />
        </>
      ) : outcome === 'waiting' ? null : (
        <p>{words.keepWhenReady}</p>
      )}
      {copyDays === null ? null : <p class="note">{words.keepLater(copyDays)}</p>}
      {ready ? <p class="note">{words.chat}</p> : null}
    </section>
  )
}
