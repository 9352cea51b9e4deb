import type { JSX } from 'preact'
import { timeZones } from '#domain/time-zone.ts'
import { FieldError } from '#web/ui/Field.tsx'
import type { Words } from '../words/words.ts'

type TimeZoneSettingsProps = { zone: string; error: string | null; words: Words['settings'] }

/** In which zone the team's days begin. */
export function TimeZoneSettings({ zone, error, words }: TimeZoneSettingsProps): JSX.Element {
  // One that goes by an older name is not among those that are offered.
  const offered = [...new Set([...timeZones(), ...(error === null ? [zone] : [])])].sort()
  const described = `time_zone-hint${error === null ? '' : ' time_zone-error'}`
  return (
    <fieldset class="card">
      <legend>{words.timeZone}</legend>
      <div class={`field${error === null ? '' : ' in-error'}`}>
        <label for="time_zone">{words.timeZoneLabel}</label>
        <p class="hint" id="time_zone-hint">
          {words.timeZoneHint}
        </p>
        <select
          id="time_zone"
          name="time_zone"
          aria-describedby={described}
          {...(error === null ? {} : { 'aria-invalid': 'true' as const, autofocus: true })}
        >
          {offered.map((each) => (
            <option key={each} value={each} selected={each === zone}>
              {each}
            </option>
          ))}
        </select>
        {error === null ? null : <FieldError id="time_zone-error">{error}</FieldError>}
      </div>
    </fieldset>
  )
}
