import { isBlankText } from '#domain/invisible-text.ts'

export type ReviewFile = {
  id: string
  name: string
  pages: number
  /** Of every page, as `pageSizes` writes them. */
  sizes: string
  /** Same-origin address of the PDF as it is shown and consented to. */
  url: string
  /** What the viewer loads: the PDF, or a copy of it laid out for reading. */
  source: string
}

export type ReviewParty = {
  name: string
  organization: string | null
  /** `sent`: the sender; `informed`: only gets a copy. */
  state: 'sent' | 'consented' | 'you' | 'asked' | 'waiting' | 'informed'
  /** When they acted, as it is written; null when they have not. */
  at: string | null
}

export type ReviewWidget = {
  id: string
  kind: 'text' | 'checkbox' | 'seal'
  fileId: string
  /** From 0. */
  page: number
  /** Points from the top-left corner of the visible page. */
  x: number
  y: number
  w: number
  h: number
  /** Points; null for the default of 12. */
  fontSize: number | null
  label: string
  required: boolean
  /** As typed; `1` for a checked box, else empty. */
  value: string
}

/** Why a value was not taken, beside the field that holds it. */
export type WidgetProblem =
  | { widgetId: string; kind: 'unprintable'; character: string }
  | { widgetId: string; kind: 'invisible'; character: string }
  | { widgetId: string; kind: 'too_long'; most: number }
  | { widgetId: string; kind: 'does_not_fit'; most: number }

/** A file that the recipient is asked for, and what they uploaded. */
export type ReviewAttachment = {
  description: string
  required: boolean
  files: { id: string; name: string; bytes: number }[]
  /** `uploadsShown`: the consent says of which uploads it knew. */
  shown: string
}

/** What still stands between the recipient and consent: where it is, and what it is called. */
export type MissingItem = { target: string; label: string }

/** Required and still empty. */
export function missingWidgets(widgets: ReviewWidget[]): ReviewWidget[] {
  return widgets.filter((widget) => widget.required && isBlankText(widget.value))
}
