import { isBlankText } from '#domain/invisible-text.ts'
import type { Language } from '#domain/language.ts'

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

/** Somebody else's field, as a preview names it on its page. */
export type OtherField = Pick<ReviewWidget, 'id' | 'fileId' | 'page' | 'x' | 'y' | 'w' | 'h'> & {
  name: string
}

/** What a preview of the review adds to it, in the words of whoever looks. A recipient never gets any of it. */
export type ReviewPreview = {
  lang: Language
  label: string
  lead: string
  /** Where the look ends; null where that stands beside the page. */
  back: { href: string; words: string } | null
  /** Told where something would be kept or sent. */
  said: string
  /** Something was pressed just now. */
  pressed: boolean
  /** In the place of a hash that is not known yet. */
  hash: string
  others: OtherField[]
}

/** What still stands between the recipient and consent: where it is, and what it is called. */
export type MissingItem = { target: string; label: string }

/** Required and still empty. */
export function missingWidgets(widgets: ReviewWidget[]): ReviewWidget[] {
  return widgets.filter((widget) => widget.required && isBlankText(widget.value))
}
