import type { ComponentChildren, JSX } from 'preact'

type ButtonKind = 'primary' | 'quiet' | 'danger' | 'link'

export type ButtonProps = {
  children: ComponentChildren
  kind?: ButtonKind
  type?: 'submit' | 'button'
  /** Id of the form it submits, when it stands outside that form. */
  form?: string
  /** Where it submits to, when that is not the form's own action. */
  formAction?: string
  id?: string
  name?: string
  value?: string
  /** Opens the page with the focus on it. */
  autofocus?: boolean
}

/** A button that says what it does. One `primary` per screen. */
export function Button({ children, kind = 'primary', type = 'submit', ...rest }: ButtonProps): JSX.Element {
  return (
    <button class={`button ${kind}`} type={type} {...rest}>
      {children}
    </button>
  )
}

export type LinkButtonProps = {
  children: ComponentChildren
  href: string
  kind?: ButtonKind
  target?: '_top' | '_blank'
  download?: boolean
  id?: string
}

/** A link that looks like a button: every way out of our pages is a link, never a redirect after a form. */
export function LinkButton({
  children,
  href,
  kind = 'primary',
  target,
  download,
  id,
}: LinkButtonProps): JSX.Element {
  return (
    <a
      class={`button ${kind}`}
      href={href}
      {...(id === undefined ? {} : { id })}
      {...(target === undefined ? {} : { target })}
      {...(target === '_blank' ? { rel: 'noopener' } : {})}
      {...(download === true ? { download: true } : {})}
    >
      {children}
    </a>
  )
}
