import type { JSX } from 'preact'
import { compatibleEvents, documentCatalogue, teamCatalogue } from '#domain/event-catalogue.ts'
import type { Refusal } from '#domain/refusal.ts'
import type { WebhookFormat } from '#domain/webhook.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field, FieldError } from '#web/ui/Field.tsx'
import { Choices } from '../frame/Choices.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { type WebhookWords, webhookWordsIn } from './webhook-words.ts'

/** As typed. */
type WebhookEntry = { url: string; format: WebhookFormat; events: string[] }

export type WebhookFormPageProps = {
  chrome: ConsoleChrome
  /** Null for a new one. */
  id: string | null
  /** The form's own id: posted twice it adds one. */
  requestId: string
  entry: WebhookEntry
  objections: Refusal[]
}

/** The field of an event in the form. */
export function eventField(type: string): string {
  return `event-${type}`
}

/** Adds a URL, or changes one: where to, in what form, of which events. */
export function WebhookFormPage(props: WebhookFormPageProps): JSX.Element {
  const { chrome, id, entry, objections } = props
  const words = webhookWordsIn(chrome.lang)
  const { form } = words
  const title = id === null ? form.addTitle : form.editTitle
  const back = id === null ? '/console/webhooks' : `/console/webhooks/${id}`
  const noEvents = objections.some(({ field }) => field === 'events')
  return (
    <ConsoleLayout chrome={chrome} title={title} section="webhooks" inError={objections.length > 0}>
      <p class="back">
        <a href={back}>{id === null ? words.page.back : form.editBack}</a>
      </p>
      <h1>{title}</h1>
      <form class="settings" method="post" action={back} novalidate data-once>
        <FormToken value={chrome.formToken} />
        <input type="hidden" name="request_id" value={props.requestId} />
        <div class="card">
          <Field
            id="url"
            name="url"
            type="url"
            label={form.url}
            hint={form.urlHint}
            error={urlError(objections, words)}
            value={entry.url}
            autocomplete="off"
            required
          />
          <fieldset class="choices formats">
            <legend>{form.format}</legend>
            {(['standard', 'compatible'] as const).map((format) => (
              <div class="switch" key={format}>
                <input
                  type="radio"
                  id={`format-${format}`}
                  name="format"
                  value={format}
                  checked={entry.format === format}
                  aria-describedby={`format-${format}-hint`}
                />
                <div>
                  <label for={`format-${format}`}>{words.formats[format]}</label>
                  <p class="hint" id={`format-${format}-hint`}>
                    {words.formatHints[format]}
                  </p>
                </div>
              </div>
            ))}
          </fieldset>
        </div>
        <fieldset
          class="card events"
          {...(noEvents ? { 'aria-describedby': 'events-error', 'aria-invalid': 'true' as const } : {})}
        >
          <legend>{form.events}</legend>
          <p class="hint">{form.eventsHint}</p>
          {noEvents ? <FieldError id="events-error">{form.errors.events_missing}</FieldError> : null}
          <Choices legend={form.document} hint={null} choices={choicesOf(documentCatalogue, props)} />
          <Choices legend={form.team} hint={null} choices={choicesOf(teamCatalogue, props)} />
        </fieldset>
        <div class="save-bar">
          <Button>{id === null ? form.addButton : form.saveButton}</Button>
        </div>
      </form>
    </ConsoleLayout>
  )
}

function choicesOf(
  catalogue: typeof documentCatalogue,
  { chrome, entry }: Pick<WebhookFormPageProps, 'chrome' | 'entry'>,
) {
  return Object.entries(catalogue).map(([type, words]) => ({
    name: eventField(type),
    label: `${words[chrome.lang]}${compatibleEvents.includes(type) ? ' ★' : ''}`,
    hint: type,
    checked: entry.events.includes(type),
  }))
}

function urlError(objections: Refusal[], { form }: WebhookWords): string | null {
  const objection = objections.find(({ field }) => field === 'url')
  if (objection === undefined) return null
  const { code, detail } = objection
  if (code === 'field_missing') return form.errors.url_missing
  if (code === 'field_too_long') return form.errors.url_long(Number(detail?.limit))
  if (code === 'webhook_url_private') return form.errors.url_private
  return code === 'webhook_url_plain' ? form.errors.url_plain : form.errors.url_malformed
}
