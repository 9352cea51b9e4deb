import type { JSX } from 'preact'
import type { Document } from '#domain/document.ts'
import type { TelRequest } from '#domain/document-parts.ts'
import type { Participant } from '#domain/participant.ts'
import { maskNumber } from '#domain/phone-number.ts'
import type { TelSigns } from '#domain/tel-request.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { stamp } from '../frame/console-time.ts'
import { telRequestWords } from './tel-request-words.ts'

export type TelRequestPageProps = {
  chrome: ConsoleChrome
  document: Document
  person: Participant
  request: TelRequest
  /** What speaks against it. */
  signs: TelSigns
  /** Names of other recipients of the document whose registered number is asked for. */
  alsoOf: string[]
  /** It was to be approved without the box that says that they were identified. */
  unconfirmed: boolean
}

/**
 * A request for another number, before it is answered. The danger stands first, the number in full, for it must be compared
 * with what the person says; approving takes a box of its own.
 */
export function TelRequestPage(props: TelRequestPageProps): JSX.Element {
  const { chrome, document, person, request, unconfirmed } = props
  const words = telRequestWords[chrome.lang]
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section="documents" inError={unconfirmed}>
      <div class="narrow-section decision">
        <p class="back">
          <a href={`/console/documents/${document.id}`}>{words.back}</a>
        </p>
        <h1>{words.title}</h1>
        <p class="lead">{words.lead(person.name)}</p>
        <Notice kind="warning">
          <p>{words.warning}</p>
          <p>
            <strong>{words.how}</strong>
          </p>
        </Notice>
        <Against {...props} />
        <AlsoOf {...props} />
        <div class="card">
          <Facts {...props} />
        </div>
        <Approval {...props} />
        <form method="post" action={`${baseOf(props)}/refuse`} class="card">
          <FormToken value={chrome.formToken} />
          <input type="hidden" name="request_id" value={request.id} />
          <h2>{words.refuseHeading}</h2>
          <p class="note">{words.refuseHint}</p>
          <div class="acts">
            <Button kind="quiet">{words.refuse}</Button>
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}

function Against({ chrome, signs: { matchedAt, reachedAt } }: TelRequestPageProps): JSX.Element | null {
  const words = telRequestWords[chrome.lang]
  if (matchedAt === null && reachedAt === null) return null
  return (
    <Notice kind="warning">
      <p>
        <strong>{words.against}</strong>
      </p>
      {matchedAt === null ? null : <p>{words.matched(stamp(matchedAt, chrome.lang))}</p>}
      {reachedAt === null ? null : <p>{words.reached(stamp(reachedAt, chrome.lang))}</p>}
    </Notice>
  )
}

function AlsoOf({ chrome, person, alsoOf }: TelRequestPageProps): JSX.Element | null {
  const words = telRequestWords[chrome.lang]
  if (alsoOf.length === 0) return null
  return (
    <Notice kind="warning">
      {alsoOf.map((name) => (
        <p key={name}>
          <strong>{words.alsoOf(name)}</strong>
        </p>
      ))}
      <p>{words.alsoOfMeans(person.name)}</p>
    </Notice>
  )
}

function baseOf({ document, person }: TelRequestPageProps): string {
  return `/console/documents/${document.id}/participants/${person.id}/number`
}

function Approval(props: TelRequestPageProps): JSX.Element {
  const { chrome, person, request, unconfirmed } = props
  const words = telRequestWords[chrome.lang]
  if (request.tel === person.tel) return <Notice kind="information">{words.same}</Notice>
  if (person.lockedAt !== null) return <Notice kind="information">{words.locked}</Notice>
  const describedBy = unconfirmed ? 'confirmed-hint confirmed-error' : 'confirmed-hint'
  return (
    <form method="post" action={`${baseOf(props)}/approve`} class="card" novalidate>
      <FormToken value={chrome.formToken} />
      <input type="hidden" name="request_id" value={request.id} />
      <h2>{words.approveHeading}</h2>
      <p class="note">{words.approveHint}</p>
      <div class={`field switch${unconfirmed ? ' in-error' : ''}`}>
        <input
          type="checkbox"
          id="confirmed"
          name="confirmed"
          value="1"
          aria-required="true"
          aria-describedby={describedBy}
          {...(unconfirmed ? { 'aria-invalid': 'true' as const, autofocus: true } : {})}
        />
        <div>
          <label for="confirmed">{words.confirm(person.name)}</label>
          <p class="hint" id="confirmed-hint">
            {words.confirmHint}
          </p>
          {unconfirmed ? <FieldError id="confirmed-error">{words.confirmMissing}</FieldError> : null}
        </div>
      </div>
      <div class="acts">
        <Button kind="danger">{words.approve}</Button>
      </div>
    </form>
  )
}

function Facts({ chrome, person, request }: TelRequestPageProps): JSX.Element {
  const words = telRequestWords[chrome.lang].facts
  const facts: [name: string, value: string][] = [
    [words.registered, maskNumber(person.tel)],
    [words.wanted, request.tel.replace(/^(...)(....)/, '$1-$2-')],
    [words.askedAt, stamp(request.askedAt, chrome.lang)],
    [words.address, request.address ?? ''],
    [words.reason, request.reason],
    [words.userAgent, request.userAgent ?? ''],
  ]
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === '' ? null : (
          <div key={name} class={[words.reason, words.userAgent].includes(name) ? 'whole' : ''}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}
