import type { ComponentChildren, JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { HandedState } from '#domain/handing-over.ts'
import type { Participant } from '#domain/participant.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
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
  const hours = Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / hour))
  const left = words.url.days(Math.floor(hours / 24), hours % 24)
  const state = stateAddress(document, person, now)
  return (
    <HandedFrame chrome={chrome} document={document} person={person}>
      <div class="card handed" data-handed={state}>
        <div class="handed-qr">
          <QrCode text={url} label={words.url.qr(person.name)} />
          <p>{words.url.scan}</p>
        </div>
        <p class="handed-state" role="status" data-state="waiting">
          {words.state.waiting}
        </p>
        {/* A reload of this page would give out another URL; with scripts the sentence changes by itself. */}
        <p class="handed-look">
          <a class="button quiet" href={state}>
            {words.url.look}
          </a>
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
    </HandedFrame>
  )
}

export type HandedStatePageProps = Pick<HandedPageProps, 'chrome' | 'document' | 'person'> & {
  /** When the URL was given out. */
  since: Date
  state: HandedState
  sentence: string
  next: { href: string; words: string }
}

/** How far they are, without the URL: to be looked at again as often as one likes. */
export function HandedStatePage(props: HandedStatePageProps): JSX.Element {
  const { chrome, document, person, since, state, sentence, next } = props
  const over = state === 'consented' || state === 'ended'
  const address = stateAddress(document, person, since)
  return (
    <HandedFrame chrome={chrome} document={document} person={person}>
      <div class="card handed" {...(over ? {} : { 'data-handed': address })}>
        <p class="handed-state" role="status" data-state={state}>
          {sentence}
        </p>
        {over ? (
          <LinkButton href={next.href}>{next.words}</LinkButton>
        ) : (
          <p class="handed-look">
            <a class="button primary" href={address}>
              {handingWords(chrome.lang).url.lookAgain}
            </a>
          </p>
        )}
      </div>
    </HandedFrame>
  )
}

function stateAddress({ id }: Document, person: Participant, since: Date): string {
  return `/console/documents/${id}/participants/${person.id}/handed?since=${since.getTime()}`
}

type HandedFrameProps = Pick<HandedPageProps, 'chrome' | 'document' | 'person'> & {
  children: ComponentChildren
}

function HandedFrame({ chrome, document, person, children }: HandedFrameProps): JSX.Element {
  const words = handingWords(chrome.lang)
  const base = `/console/documents/${document.id}`
  const title = words.url.title(person.name)
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" island="handing.js">
      <div class="narrow-section handing">
        <p class="back">
          <a href={base}>{document.title || wordsIn(chrome.lang).documents.untitled}</a>
        </p>
        <h1>{title}</h1>
        {children}
        <div class="acts">
          <a class="button quiet" href={base}>
            {words.back}
          </a>
          <form method="post" action={`${base}/participants/${person.id}/url`}>
            <FormToken value={chrome.formToken} />
            <Button kind="quiet">{words.url.again}</Button>
          </form>
        </div>
      </div>
    </ConsoleLayout>
  )
}
