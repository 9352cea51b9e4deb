import type { ComponentChildren, JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout } from './ConsoleLayout.tsx'
import type { Section } from './SectionIcon.tsx'

export type ConfirmPageProps = {
  chrome: ConsoleChrome
  section: Section | null
  title: string
  lead: string
  consequence: string
  action: string
  button: string
  back: { href: string; words: string }
  inError?: boolean
  /** Further fields of the form. */
  children?: ComponentChildren
}

/** Asks once more before something that cannot be undone. */
export function ConfirmPage(props: ConfirmPageProps): JSX.Element {
  const { chrome, back } = props
  return (
    <ConsoleLayout
      chrome={chrome}
      title={props.title}
      section={props.section}
      inError={props.inError === true}
    >
      <div class="narrow-section">
        <h1>{props.title}</h1>
        <form method="post" action={props.action} class="card">
          <FormToken value={chrome.formToken} />
          <p class="lead">{props.lead}</p>
          <Notice kind="warning">{props.consequence}</Notice>
          {props.children}
          <div class="acts">
            <LinkButton href={back.href} kind="quiet">
              {back.words}
            </LinkButton>
            <Button kind="danger">{props.button}</Button>
          </div>
        </form>
      </div>
    </ConsoleLayout>
  )
}
