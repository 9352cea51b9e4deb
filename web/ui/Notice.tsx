import type { ComponentChildren, JSX } from 'preact'

export type NoticeProps = {
  kind: 'information' | 'success' | 'warning'
  children: ComponentChildren
  id?: string
  /** True when it appears as the answer to an act and should be read out. */
  live?: boolean
  /** True when the page opens with the focus on it. */
  focused?: boolean
}

/** A short message set apart from the text. */
export function Notice({ kind, children, id, live, focused }: NoticeProps): JSX.Element {
  return (
    <div
      class={`notice ${kind}`}
      {...(id === undefined ? {} : { id })}
      {...(live === true ? { role: 'status' } : {})}
      {...(focused === true ? { tabindex: -1, autofocus: true } : {})}
    >
      {children}
    </div>
  )
}
