import type { JSX } from 'preact'
import { senderFields } from '#domain/bulk-fields.ts'
import type { Document } from '#domain/document.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { FileField } from '#web/ui/FileField.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from '../frame/ConsoleLayout.tsx'
import { bulkWords } from './bulk-words.ts'
import { uploadWords } from './upload-words.ts'

export type BulkUploadPageProps = {
  chrome: ConsoleChrome
  template: Document
  /** Why the template cannot be used for it; null where it can. */
  hindrance: 'noSlot' | 'lacking' | null
  /** The team's setting: may links go by SMS? */
  mayLinkSms: boolean
  /** Of which the form makes the list's id, so that sent twice it is one. */
  press: string
  entry: { act: 'send' | 'draft'; linkSms: boolean }
  error: string | null
}

/** Where a bulk sending begins: a list is chosen, and what is to become of its rows. */
export function BulkUploadPage(props: BulkUploadPageProps): JSX.Element {
  const { chrome, template, hindrance, error } = props
  const upload = uploadWords(chrome.lang)
  const base = `/console/templates/${template.id}`
  return (
    <ConsoleLayout chrome={chrome} title={upload.title} section="templates" inError={error !== null}>
      <div class="bulk-start">
        <p class="back">
          <a href={base}>{upload.back}</a>
        </p>
        <h1>{upload.title}</h1>
        <p class="lead">{template.title}</p>
        {hindrance === null ? (
          <UploadForm {...props} />
        ) : (
          <Notice kind="warning">
            {upload.hindered} {upload[hindrance]}
          </Notice>
        )}
        <p class="making-other">
          <a href="/console/bulk-sends">{bulkWords(chrome.lang).all}</a>
        </p>
      </div>
    </ConsoleLayout>
  )
}

function UploadForm({ chrome, template, mayLinkSms, press, entry, error }: BulkUploadPageProps): JSX.Element {
  const upload = uploadWords(chrome.lang)
  const { steps } = upload
  const action = `/console/templates/${template.id}/bulk`
  const labels = senderFields(template).map(({ label }) => label)
  return (
    <>
      <section class="card" aria-labelledby="sample-heading">
        <h2 id="sample-heading">{steps.sample}</h2>
        <p class="hint">{steps.sampleHint}</p>
        {labels.length === 0 ? null : <p class="hint">{steps.fields(labels)}</p>}
        <LinkButton kind="quiet" href={`${action}/sample.csv`}>
          {steps.sampleButton}
        </LinkButton>
      </section>
      <form method="post" action={action} enctype="multipart/form-data" class="card" data-once novalidate>
        <FormToken value={chrome.formToken} />
        <input type="hidden" name="press" value={press} />
        <FileField
          id="list"
          label={steps.file}
          hint={steps.fileHint}
          error={error}
          accept=".csv,.txt,.tsv,text/csv,text/plain"
        />
        <fieldset class="bulk-acts">
          <legend>{steps.act}</legend>
          {(['send', 'draft'] as const).map((act) => (
            <div key={act} class="switch">
              <input type="radio" id={`act-${act}`} name="act" value={act} checked={entry.act === act} />
              <label for={`act-${act}`}>{steps[act]}</label>
            </div>
          ))}
          {mayLinkSms ? (
            <div class="switch">
              <input
                type="checkbox"
                id="link-sms"
                name="link_sms"
                value="1"
                checked={entry.linkSms}
                aria-describedby="link-sms-hint"
              />
              <label for="link-sms">{steps.linkSms}</label>
              <p class="hint" id="link-sms-hint">
                {steps.linkSmsHint}
              </p>
            </div>
          ) : null}
        </fieldset>
        <div class="bulk-go">
          <Button>{upload.button}</Button>
          <p class="hint">{upload.buttonHint}</p>
        </div>
      </form>
    </>
  )
}
