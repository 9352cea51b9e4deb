import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { wordsIn } from '../words/words.ts'
import { handingWords } from './handing-words.ts'
import { QrCode } from './QrCode.tsx'

export type HandedPageProps = {
  chrome: ConsoleChrome
  document: Document
  person: Participant
  url: string
  expiresAt: Date
  now: Date
}

const hour = 3_600_000

/** The one time that a consent URL is shown: large to be read by a camera, and to be copied. The island says how far they are. */
export function HandedPage({ chrome, document, person, url, expiresAt, now }: HandedPageProps): JSX.Element {
  const words = handingWords(chrome.lang)
  const base = `/console/documents/${document.id}`
  const own = `${base}/participants/${person.id}`
  const hours = Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / hour))
  const left = words.url.days(Math.floor(hours / 24), hours % 24)
  return (
    <ConsoleLayout
      chrome={chrome}
      title={words.url.title(person.name)}
      section="documents"
      island="handing.js"
    >
      <div class="narrow-section handing">
        <p class="back">
          <a href={base}>{document.title || wordsIn(chrome.lang).documents.untitled}</a>
        </p>
        <h1>{words.url.title(person.name)}</h1>
        <div class="card handed" data-handed={`${own}/handed?since=${now.getTime()}`}>
          <div class="handed-qr">
            <QrCode text={url} label={words.url.qr(person.name)} />
            <p>{words.url.scan}</p>
          </div>
          <p class="handed-state" role="status" data-state="waiting">
            {words.state.waiting}
          </p>
          <p class="note">{words.url.until(stamp(expiresAt, chrome.lang), left)}</p>
          <div class="field">
            <label for="signing-url">{words.url.label}</label>
            <div class="copy-line">
              <input id="signing-url" class="secret" value={url} readonly spellcheck={false} />
              <button
                class="button quiet"
                type="button"
                hidden
                data-copy="signing-url"
                data-copied={words.url.copied}
                aria-live="polite"
              >
                {words.url.copy}
              </button>
            </div>
          </div>
          <p class="note">{words.url.once}</p>
        </div>
        <div class="acts">
          <a class="button quiet" href={base}>
            {words.back}
          </a>
          <form method="post" action={`${own}/url`}>
            <FormToken value={chrome.formToken} />
            <Button kind="quiet">{words.url.again}</Button>
          </form>
        </div>
      </div>
    </ConsoleLayout>
  )
}
