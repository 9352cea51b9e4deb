import type { PagesShown } from './reading.ts'

/**
 * Tells the server which pages were on the screen, whenever the page leaves the screen; what is newer goes with the
 * consent. A beacon outlives the page.
 */
export function reportPages(form: HTMLFormElement, shown: PagesShown): void {
  const address = form.action.replace(/\/inputs$/, '/pages')
  const token = form.querySelector<HTMLInputElement>('[name=form_token]')?.value ?? ''
  const report = (): void => {
    const pages = shown.take()
    if (pages === '') return
    const body = new URLSearchParams({ form_token: token, pages })
    if (navigator.sendBeacon?.(address, body)) return
    fetch(address, { method: 'POST', body, keepalive: true }).catch(() => undefined)
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') report()
  })
  addEventListener('pagehide', report)
}
