import type { JSX } from 'preact'
import { Notice } from '#web/ui/Notice.tsx'
import type { ReviewPreview } from './review-props.ts'

/** On top of a page that only shows what a recipient will see: that it does, and the way back. */
export function PreviewMark({ preview }: { preview: ReviewPreview }): JSX.Element | null {
  const { lang, label, lead, back } = preview
  if (back === null) return null
  return (
    <aside class="preview-mark" aria-label={label} lang={lang}>
      <p>
        <strong>{label}</strong> <span>{lead}</span>
      </p>
      <a href={back.href}>{back.words}</a>
    </aside>
  )
}

/** Told after a press that would have kept or sent something; the island shows it by itself. */
export function PreviewSaid({ preview }: { preview: ReviewPreview }): JSX.Element {
  const { said, pressed, lang } = preview
  return (
    <div id="preview-said" hidden={!pressed} lang={lang}>
      <Notice kind="information" live focused={pressed}>
        {said}
      </Notice>
    </div>
  )
}
