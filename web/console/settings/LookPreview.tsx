import type { JSX } from 'preact'
import { logoAddress } from '#web/ui/look-address.ts'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'

export type LookPreviewProps = {
  chrome: Pick<ConsoleChrome, 'member'>
  logo: string | null
  words: {
    sender: string
    name: string
    steps: string[]
    heading: string
    text: string
    link: string
    button: string
  }
}

/** The first screen of a recipient in small: nothing on it can be pressed. */
export function LookPreview({ chrome, logo, words }: LookPreviewProps): JSX.Element {
  const organization = chrome.member?.organization ?? ''
  return (
    <div class="look-preview">
      <p class="look-sender">
        {logo === null ? (
          <span class="look-monogram" aria-hidden="true">
            {[...organization][0] ?? ''}
          </span>
        ) : (
          <img src={logoAddress(logo)} alt="" />
        )}
        <span>
          <small>{words.sender}</small>
          <strong>{organization}</strong>
          <small>{chrome.member?.name ?? words.name}</small>
        </span>
      </p>
      <ol class="look-steps">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="look-heading">{words.heading}</p>
      <p>{words.text}</p>
      <p class="look-field">090-1234-5678</p>
      <p class="look-button">{words.button}</p>
      <p class="look-link">{words.link}</p>
    </div>
  )
}
