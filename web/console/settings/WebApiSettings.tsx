import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { Switch } from '../frame/Switch.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import { webApiSettingsWordsIn } from './web-api-settings-words.ts'

/** The section's fields as typed; lists have one entry per line. */
export type WebApiEntry = {
  webApiEnabled: boolean
  corsOrigins: string
  apiNetworks: string
  privateDocuments: boolean
  recipientUploads: boolean
  importsEnabled: boolean
}

export type WebApiSettingsProps = {
  lang: Language
  entry: WebApiEntry
  objections: Refusal[]
  /** Whence the administrator came, as the server sees it: shows at once where a proxy is not known to it. */
  address: string
}

/** The section of the team's settings that says who may call the Web API, from where, and for what. */
export function WebApiSettings({ lang, entry, objections, address }: WebApiSettingsProps): JSX.Element {
  const words = webApiSettingsWordsIn(lang)
  const error = (field: string, problem: (lines: string) => string) => {
    const objection = objections.find((each) => each.field === field)
    if (objection === undefined) return null
    const { lines, limit } = objection.detail ?? {}
    return objection.code === 'field_too_long'
      ? words.problems.tooMany(Number(limit))
      : problem(String(lines))
  }
  return (
    <fieldset class="card" id="web-api">
      <legend>{words.title}</legend>
      <Switch
        name="web_api_enabled"
        on={entry.webApiEnabled}
        label={words.enabled}
        hint={words.enabledHint}
      />
      <TextArea
        id="cors_origins"
        name="cors_origins"
        label={words.corsOrigins}
        hint={words.corsHint}
        error={error('cors_origins', words.problems.corsOrigins)}
        value={entry.corsOrigins}
        rows={3}
        autofocus={objections[0]?.field === 'cors_origins'}
      />
      <TextArea
        id="api_networks"
        name="api_networks"
        label={words.apiNetworks}
        hint={words.networksHint}
        error={error('api_networks', words.problems.apiNetworks)}
        value={entry.apiNetworks}
        rows={3}
        autofocus={objections[0]?.field === 'api_networks'}
        noteId="api_networks-note"
      />
      <div class="hint after-field" id="api_networks-note">
        <p>
          <strong>{words.networksWarning}</strong>
        </p>
        <p>{words.networksAdvice(address)}</p>
      </div>
      <fieldset class="switches">
        <legend>{words.documents}</legend>
        <Switch
          name="private_documents"
          on={entry.privateDocuments}
          label={words.privateDocuments}
          hint={words.privateHint}
        />
        <Switch
          name="recipient_uploads"
          on={entry.recipientUploads}
          label={words.recipientUploads}
          hint={words.uploadsHint}
        />
        <Switch
          name="imports_enabled"
          on={entry.importsEnabled}
          label={words.importsEnabled}
          hint={words.importsHint}
        />
      </fieldset>
    </fieldset>
  )
}
