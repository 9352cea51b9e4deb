import type { Refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { WidgetProblem } from '#web/signing/review-props.ts'

/** The refusal as something to say beside the field; null when it is about something else. */
export function inputProblem(error: unknown): WidgetProblem | null {
  return error instanceof Refused ? problemOf(error.refusal) : null
}

/** The same of a refusal that was not thrown. */
export function problemOf({ code, field, detail }: Refusal): WidgetProblem | null {
  const widgetId = field?.replace(/^widget-/, '') ?? ''
  if (code === 'text_unprintable')
    return { widgetId, kind: 'unprintable', character: String(detail?.character) }
  if (code === 'text_invisible_character')
    return { widgetId, kind: 'invisible', character: String(detail?.character) }
  if (code === 'text_does_not_fit')
    return { widgetId, kind: 'does_not_fit', most: Number(detail?.characters) }
  if (code === 'input_too_long') return { widgetId, kind: 'too_long', most: Number(detail?.limit) }
  return null
}
