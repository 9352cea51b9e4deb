import type { JSX } from 'preact'
import { type Download, Downloads } from './Downloads.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { dateAndTime, dateOnly } from './tokyo-time.ts'
import { wordsIn } from './words.ts'

export type CopiesPageProps = {
  chrome: SigningChrome
  title: string
  downloads: Download[]
  concludedAt: Date | string
  /** Until when copies can be fetched here. */
  availableUntil: Date | string
}

/** After conclusion, and after a fresh code: the sealed files and the certificate. */
export function CopiesPage({
  chrome,
  title,
  downloads,
  concludedAt,
  availableUntil,
}: CopiesPageProps): JSX.Element {
  const words = wordsIn(chrome.lang)
  return (
    <SigningLayout chrome={chrome} title={words.copies.title} step={null}>
      <h1>{words.copies.heading}</h1>
      <p class="lead">{words.copies.lead(title)}</p>
      <dl class="facts">
        <div>
          <dt>{words.copies.concludedAt}</dt>
          <dd>{dateAndTime(concludedAt, chrome.lang)}</dd>
        </div>
      </dl>
      <Downloads downloads={downloads} words={words.done} />
      <p class="note">{words.copies.until(dateOnly(availableUntil, chrome.lang))}</p>
      <p class="note">{words.done.chat}</p>
    </SigningLayout>
  )
}
