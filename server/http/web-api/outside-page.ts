import type { ApiRefusal } from './call-refused.ts'

/** Where a widget would lie. Also said when sending a draft that is older than this rule; then it names the widget. */
export function outsidePage(refusal: ApiRefusal): string {
  const { pages, limit, size, widget } = refusal.detail ?? {}
  const which = widget === undefined ? '' : ` of widget ${widget}`
  if (refusal.field === 'page') {
    return `\`page\`${which} does not exist; the file has ${pages ?? ''} pages, counted from 0.`
  }
  const side = refusal.field === 'y' ? 'high' : 'wide'
  const whole = `\`${refusal.field ?? 'request'}\`${which}: the widget, ${size ?? ''} points ${side}, must lie whole on the page`
  return Number(limit) < 0
    ? `${whole}, which is smaller than that; use another page.`
    : `${whole}; use 0 to ${limit ?? ''}.`
}
