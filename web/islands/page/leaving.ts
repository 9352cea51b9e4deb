/**
 * Hears of links and forms that lead away from the page, before anything else does. `stays`: a form that does not. `hold` may
 * prevent the event and call `goOn` later, which does what was pressed.
 */
export function onLeaving(
  stays: (form: HTMLFormElement) => boolean,
  hold: (event: Event, goOn: () => void) => void,
): void {
  document.addEventListener(
    'click',
    (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      if (link === null || link.target === '_blank' || event.ctrlKey || event.metaKey || event.shiftKey)
        return
      if (link.getAttribute('href')?.startsWith('#') === true) return
      hold(event, () => location.assign(link.href))
    },
    true,
  )
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || stays(form)) return
      hold(event, () => form.requestSubmit(event.submitter))
    },
    true,
  )
}
