import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { FieldError } from '#web/ui/Field.tsx'
import type { ConsoleChrome } from '../frame/ConsoleLayout.tsx'
import { webhookWordsIn } from './webhook-words.ts'

/** Days of Tokyo as typed. */
export type ReplayEntry = { first: string; last: string; all: boolean }

type ReplayFormProps = {
  chrome: ConsoleChrome
  id: string
  /** What was typed, when it was wrong. */
  entry: ReplayEntry | null
}

/** Asks for everything of a period again, or for what did not arrive. */
export function ReplayForm({ chrome, id, entry }: ReplayFormProps): JSX.Element {
  const words = webhookWordsIn(chrome.lang).replay
  const wrong = entry !== null
  const { first, last, all } = entry ?? { first: '', last: '', all: false }
  const day = (name: 'first' | 'last', value: string) => (
    <div class={`field${wrong ? ' in-error' : ''}`}>
      <label for={name}>{words[name]}</label>
      <input
        id={name}
        name={name}
        type="date"
        value={value}
        {...(wrong ? { 'aria-invalid': 'true', 'aria-describedby': 'replay-error' } : {})}
      />
    </div>
  )
  return (
    <section class="card replay" aria-labelledby="replay-heading">
      <h2 id="replay-heading">{words.title}</h2>
      <p class="note">{words.lead}</p>
      <form method="post" action={`/console/webhooks/${id}/replay`} novalidate data-once>
        <FormToken value={chrome.formToken} />
        <div class="history-filter">
          {day('first', first)}
          {day('last', last)}
          <div class="field">
            <label for="which">{words.which}</label>
            <select id="which" name="which">
              <option value="missed" selected={!all}>
                {words.missed}
              </option>
              <option value="all" selected={all}>
                {words.everything}
              </option>
            </select>
          </div>
          <div class="history-acts">
            <Button kind="quiet">{words.button}</Button>
          </div>
        </div>
        {wrong ? <FieldError id="replay-error">{words.error}</FieldError> : null}
      </form>
    </section>
  )
}
