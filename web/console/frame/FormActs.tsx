import type { JSX } from 'preact'
import { Button, LinkButton } from '#web/ui/Button.tsx'

type FormActsProps = { back: { href: string; words: string }; button: string }

/** The end of a form: the way back without it, and its one act. */
export function FormActs({ back, button }: FormActsProps): JSX.Element {
  return (
    <div class="acts">
      <LinkButton href={back.href} kind="quiet">
        {back.words}
      </LinkButton>
      <Button>{button}</Button>
    </div>
  )
}
