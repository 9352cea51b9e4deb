import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Participant } from '#domain/participant.ts'
import { maskNumber } from '#domain/phone-number.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { wordsIn } from '../words/words.ts'
import { handingWords } from './handing-words.ts'

export type HandingPageProps = {
  chrome: ConsoleChrome
  document: Document
  person: Participant
  /** The team sends consent URLs by SMS; `press` is the id of the one that this page may send. */
  sms: { press: string } | null
  done: 'sent' | 'sms' | null
  /** Why the SMS was not sent. */
  problem: string | null
}

/** The ways in which somebody gets the link whom no site of the team's brings. */
export function HandingPage(props: HandingPageProps): JSX.Element {
  const { chrome, document, person, sms, done, problem } = props
  const words = handingWords(chrome.lang)
  const number = maskNumber(person.tel)
  const base = `/console/documents/${document.id}`
  const title = words.title(person.name)
  return (
    <ConsoleLayout chrome={chrome} title={title} section="documents" inError={problem !== null}>
      <div class="narrow-section handing">
        <p class="back">
          <a href={base}>{document.title || wordsIn(chrome.lang).documents.untitled}</a>
        </p>
        {done === null ? null : (
          <Notice kind="success" live>
            {done === 'sent' ? words.sent : words.smsSent}
          </Notice>
        )}
        <h1>{title}</h1>
        <p class="lead">{words.lead(person.name, number)}</p>
        <form method="post" action={`${base}/participants/${person.id}/url`} class="card">
          <FormToken value={chrome.formToken} />
          <h2>{words.show.title}</h2>
          <p>{words.show.lead}</p>
          <Button id="show-url">{words.show.button}</Button>
        </form>
        {sms === null ? null : (
          <form
            method="post"
            action={`${base}/participants/${person.id}/link-sms`}
            class="card"
            id="link-sms"
            data-once
          >
            <FormToken value={chrome.formToken} />
            <input type="hidden" name="press" value={sms.press} />
            <h2>{words.sms.title}</h2>
            {problem === null ? null : (
              <Notice kind="warning" focused>
                {problem}
              </Notice>
            )}
            <p>{words.sms.lead(number)}</p>
            <Button kind="quiet">{words.sms.button}</Button>
          </form>
        )}
        {sms === null && problem !== null ? <Notice kind="warning">{problem}</Notice> : null}
        <p class="making-other">
          <a href={base}>{words.back}</a>
        </p>
      </div>
    </ConsoleLayout>
  )
}
