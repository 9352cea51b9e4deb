import type { JSX } from 'preact'
import { Button } from '#web/ui/Button.tsx'
import { copyLinkWords } from './copy-link-words.ts'
import { type Download, Downloads } from './Downloads.tsx'
import { FormToken } from './FormToken.tsx'
import { type SigningChrome, SigningLayout } from './SigningLayout.tsx'
import { dateAndTime, dateOnly } from './tokyo-time.ts'
import { wordsIn } from './words.ts'

export type CopyLinkPageProps = {
  chrome: SigningChrome
  /** `sent`: a new link is on its way. */
  state: 'open' | 'ended' | 'sent' | 'over'
  action: string
  formToken: string
  /** Null unless the link is open. */
  copies: { title: string; concludedAt: Date; until: Date; downloads: Download[] } | null
}

/** Where the mail of a concluded document leads: its sealed files, or how to get a new link. */
export function CopyLinkPage({ chrome, state, action, formToken, copies }: CopyLinkPageProps): JSX.Element {
  const words = wordsIn(chrome.lang)
  const ofLink = copyLinkWords[chrome.lang]
  if (copies !== null) {
    return (
      <SigningLayout chrome={chrome} title={words.copies.title} step={null}>
        <h1>{words.copies.heading}</h1>
        <p class="lead">{words.copies.lead(copies.title)}</p>
        <dl class="facts">
          <div>
            <dt>{words.copies.concludedAt}</dt>
            <dd>{dateAndTime(copies.concludedAt, chrome.lang)}</dd>
          </div>
        </dl>
        <Downloads downloads={copies.downloads} words={words.done} />
        <p class="note">{words.copies.until(dateOnly(copies.until, chrome.lang))}</p>
        <p class="note">{ofLink.careful}</p>
      </SigningLayout>
    )
  }
  const text = ofLink[state === 'open' ? 'over' : state]
  return (
    <SigningLayout chrome={chrome} title={text.heading} step={null}>
      <h1>{text.heading}</h1>
      <p class="lead">{text.what}</p>
      {state === 'ended' ? (
        <form method="post" action={action}>
          <FormToken value={formToken} />
          <Button>{ofLink.ask}</Button>
        </form>
      ) : null}
    </SigningLayout>
  )
}
