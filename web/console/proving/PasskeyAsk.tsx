import type { ComponentChildren, JSX } from 'preact'
import { FieldError } from '#web/ui/Field.tsx'

export type PasskeyAskProps = {
  /** What the browser is asked, as JSON. */
  options: string
  ticket: string
  names: { answer: string; ticket: string }
  button: string
  kind: 'primary' | 'quiet'
  /** When the browser gave none. */
  cancelled: string
  children?: ComponentChildren
}

/** What a form for a passkey has in common, but its own tag: the button is shown by the island. */
export function PasskeyAsk(props: PasskeyAskProps): JSX.Element {
  const { names, ticket, button, kind, cancelled } = props
  return (
    <>
      <input type="hidden" name={names.ticket} value={ticket} />
      <input type="hidden" name={names.answer} value="" data-answer />
      {props.children}
      <div data-problem hidden>
        <FieldError id="passkey-problem">{cancelled}</FieldError>
      </div>
      <button class={`button ${kind}`} type="button" data-ask hidden>
        {button}
      </button>
    </>
  )
}
